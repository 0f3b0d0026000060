package io.tallybeam.window;

import java.io.Serializable;
import java.time.Instant;

/**
 * A half-open range of time.
 *
 * @param from the first millisecond in it
 * @param to the first millisecond after it; above {@code from}
 */
public record TimeRange(long from, long to) implements Serializable, Comparable<TimeRange> {

  /** All of time. */
  public static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public TimeRange {
    if (from >= to) {
      throw new IllegalArgumentException(
          "an empty range of time: " + text(from) + " to " + text(to));
    }
  }

  /** Whether {@code time} lies in the range. */
  public boolean contains(long time) {
    return from <= time && time < to;
  }

  @Override
  public int compareTo(TimeRange other) {
    int order = Long.compare(from, other.from);
    return order != 0 ? order : Long.compare(to, other.to);
  }

  @Override
  public String toString() {
    return text(from) + " to " + text(to);
  }

  private static String text(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
