package io.tallybeam.window;

import java.time.Duration;

/**
 * Epoch-aligned tumbling windows of one size.
 *
 * @param millis the size; divides one hour, so that windows merge into hours and days exactly
 */
public record TumblingWindow(long millis) implements Period {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is no whole number of seconds that divides one hour
   */
  public TumblingWindow {
    if (millis < 1000 || millis % 1000 != 0 || HOUR % millis != 0) {
      throw new IllegalArgumentException(
          "a window must be a whole number of seconds that divides one hour, such as 15m, not "
              + Duration.ofMillis(millis));
    }
  }

  /** Windows of {@code size}. */
  public static TumblingWindow of(Duration size) {
    return new TumblingWindow(size.toMillis());
  }

  /** The size. */
  public Duration size() {
    return Duration.ofMillis(millis);
  }

  @Override
  public long startOf(long time) {
    return Math.floorDiv(time, millis) * millis;
  }

  @Override
  public long endOf(long start) {
    return start + millis;
  }

  /** Whether {@code time} is a border between two windows. */
  public boolean isBorder(long time) {
    return Math.floorMod(time, millis) == 0;
  }
}
