package io.tallybeam.maintain;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.rollup.RollUps;
import io.tallybeam.sink.SinkToken;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The snapshots that must not go, however old they are.
 *
 * <p>Of each streaming run the newest, by whose token it knows which of its commits were made. Of
 * each roll-up the newest that tells which snapshot of the windows it was made from, and that one;
 * and the history since both, by which the changed days are found. Of the attribution of costs what
 * tells what backfills changed, until that is recorded. Snapshots before these may go, so that a
 * token must be looked for among {@link Table#snapshots} and not along the history.
 */
final class KeptSnapshots {

  private KeptSnapshots() {}

  /**
   * The ids of those of {@code table}.
   *
   * @param all the tables of its namespace, itself among them
   */
  static Set<Long> of(Table table, Collection<Table> all) {
    Set<Long> kept = new HashSet<>();
    keepTokens(table.snapshots(), kept);
    keepTokens(SnapshotUtil.currentAncestors(table), kept);
    if (isNamed(CostAttributionTable.NAME, table)) {
      RecordAdjustments.neededSince(
              table, all.stream().filter(t -> isNamed(CostAdjustmentsTable.NAME, t)).findFirst())
          .ifPresent(id -> keepSince(table, id, kept));
    }
    for (Table other : all) {
      for (Snapshot snapshot : SnapshotUtil.currentAncestors(other)) {
        String source = snapshot.summary().get(RollUps.WINDOWS_SNAPSHOT);
        if (source != null) {
          keepSince(table, Long.parseLong(source), kept);
          keepSince(table, snapshot.snapshotId(), kept);
          break;
        }
      }
    }
    return kept;
  }

  /** Tables tell their names with those of catalog and namespace. */
  private static boolean isNamed(String name, Table table) {
    return table.name().endsWith("." + name);
  }

  private static void keepTokens(Iterable<Snapshot> snapshots, Set<Long> kept) {
    Map<String, Snapshot> newest = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      String sink = snapshot.summary().get(SinkToken.SINK);
      if (sink != null) {
        newest.merge(
            sink,
            snapshot,
            (one, other) -> one.sequenceNumber() > other.sequenceNumber() ? one : other);
      }
    }
    newest.values().forEach(snapshot -> kept.add(snapshot.snapshotId()));
  }

  /** Keeps {@code id} and all that followed, if it is in the history of {@code table}. */
  private static void keepSince(Table table, long id, Set<Long> kept) {
    Set<Long> since = new HashSet<>();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      since.add(snapshot.snapshotId());
      if (snapshot.snapshotId() == id) {
        kept.addAll(since);
        return;
      }
    }
  }
}
