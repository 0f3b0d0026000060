package io.tallybeam.live;

/**
 * The watermark of one partition: the largest event time seen in it, less a delay. Never goes back.
 */
public final class PartitionClock {

  /** No watermark yet. */
  public static final long NONE = Long.MIN_VALUE;

  private final long delayMillis;
  private long watermark;

  /**
   * A partition's clock.
   *
   * @param delayMillis how far the watermark stays behind the largest event time
   * @param watermarkMillis the watermark so far, or {@link #NONE}
   */
  public PartitionClock(long delayMillis, long watermarkMillis) {
    this.delayMillis = delayMillis;
    this.watermark = watermarkMillis;
  }

  /** Takes note of a believed event time. */
  public void observe(long eventTimeMillis) {
    advanceTo(eventTimeMillis - delayMillis);
  }

  /** Goes on to {@code watermarkMillis}, if that is later: an idle partition follows the others. */
  public void advanceTo(long watermarkMillis) {
    watermark = Math.max(watermark, watermarkMillis);
  }

  /** The watermark, in milliseconds since the epoch, or {@link #NONE}. */
  public long watermark() {
    return watermark;
  }
}
