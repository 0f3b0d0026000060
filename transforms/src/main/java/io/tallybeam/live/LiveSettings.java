package io.tallybeam.live;

import io.tallybeam.fold.FoldSettings;
import io.tallybeam.table.Tables;
import java.io.Serializable;

/**
 * The rules of a stream, the same for every worker.
 *
 * @param fold how events are read and counted
 * @param watermarkDelayMillis how far the watermark of a partition stays behind the largest event
 *     time in it
 * @param allowedLatenessMillis how long after its end a window is corrected, in event time
 */
public record LiveSettings(FoldSettings fold, long watermarkDelayMillis, long allowedLatenessMillis)
    implements Serializable {

  /** The tables that are written. */
  public Tables tables() {
    return Tables.of(fold.windows());
  }

  /** How tenants are divided. */
  public TenantShards shards() {
    return new TenantShards(fold.shards());
  }

  /** When the window that starts at {@code windowStart} ends. */
  public long endOf(long windowStart) {
    return fold.windows().endOf(windowStart);
  }

  /** The watermark at which the window that starts at {@code windowStart} takes no more events. */
  public long closeOf(long windowStart) {
    return endOf(windowStart) + allowedLatenessMillis;
  }
}
