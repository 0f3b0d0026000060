package io.tallybeam.maintain;

import static org.apache.iceberg.TableProperties.MAX_SNAPSHOT_AGE_MS;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Lets old snapshots go, and the files that only they refer to.
 *
 * <p>Which are old is Iceberg's answer, so that branches, tags and the table's own properties are
 * obeyed. Iceberg cannot be told which to keep: those that go are therefore named one by one.
 */
final class SnapshotExpiry {

  private SnapshotExpiry() {}

  /**
   * The snapshots of {@code table} made before {@code before} that can go; of a table that says for
   * how long it keeps them, none that is younger.
   */
  static List<Long> old(Table table, long before, Set<Long> kept) {
    long age = PropertyUtil.propertyAsLong(table.properties(), MAX_SNAPSHOT_AGE_MS, 0);
    long limit = Math.min(before, System.currentTimeMillis() - age);
    return table.expireSnapshots().expireOlderThan(limit).apply().stream()
        .map(Snapshot::snapshotId)
        .filter(id -> !kept.contains(id))
        .toList();
  }

  /** Whether they went; not where a branch has an age of its own that would take kept ones. */
  static boolean expire(Table table, List<Long> old, Set<Long> kept) {
    // Without a time Iceberg takes all that are older than the table's own limit.
    ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
    old.forEach(expire::expireSnapshotId);
    try {
      if (expire.apply().stream().anyMatch(going -> kept.contains(going.snapshotId()))) {
        return false;
      }
      expire.commit();
      return true;
    } catch (IllegalArgumentException | ValidationException | CommitFailedException e) {
      // Others put a branch or the current state on one of them, or commit again and again.
      return false;
    }
  }
}
