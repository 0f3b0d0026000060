package io.tallybeam.streaming;

import java.time.Instant;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * A block of a topic as a source gives it.
 *
 * @param partition it is from
 * @param bytes the block
 * @param timestampMillis of the element
 * @param partitionWatermark behind it, in its partition; {@link #NONE} if there is none
 * @param watermark behind it, of all partitions; {@link #NONE} if there is none
 * @param rows of the metrics that its calls count in
 */
@SuppressWarnings("ArrayRecordComponent")
record ReadBlock(
    int partition,
    byte[] bytes,
    long timestampMillis,
    long partitionWatermark,
    long watermark,
    Set<RowKey> rows) {

  /** Before any time. */
  static final long NONE = Long.MIN_VALUE;

  /** A row of the metrics. */
  record RowKey(Instant window, String tenant, String provider, String model) {}

  /** The timestamp that Beam knows for {@code millis}. */
  static org.joda.time.Instant instant(long millis) {
    long first = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    return org.joda.time.Instant.ofEpochMilli(Math.max(first, millis));
  }
}
