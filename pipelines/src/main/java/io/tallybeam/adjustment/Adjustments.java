package io.tallybeam.adjustment;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.SinkToken;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Keeps {@link CostAdjustmentsTable} up with {@link CostAttributionTable}: for each snapshot of a
 * backfill that took files away, one commit with what it changed.
 *
 * <p>A commit tells the sequence number of the snapshot it is for. So nothing is recorded twice,
 * and what a run that was killed did not record the next one does. It names a sink, of which expiry
 * keeps the newest snapshot.
 */
final class Adjustments {

  /** The key in a snapshot's summary of the sequence number of the last snapshot seen. */
  static final String SEEN = "tallybeam.adjusted-sequence";

  /** The key of how many rows a snapshot added. */
  static final String ROWS = "tallybeam.adjustments";

  /** The key of what they add up to, in USD. */
  static final String USD = "tallybeam.adjusted-usd";

  private static final String BACKFILL = "backfill";
  private static final String REMOVED_FILES = "deleted-data-files";

  private static final int ATTEMPTS = 10;

  private final Table attribution;
  private final Table target;
  private final CostAdjustmentsTable table;
  private final String spillFolder;

  Adjustments(TableCatalog catalog, TumblingWindow windows, String spillFolder) {
    this.spillFolder = spillFolder;
    this.table = new CostAdjustmentsTable(windows);
    this.attribution = catalog.load(CostAttributionTable.NAME);
    this.target = catalog.ensure(table, Map.of());
  }

  /** Records all that is not recorded yet; gives how many rows that made. */
  long record() throws IOException {
    long rows = 0;
    Deque<Snapshot> backfills = backfillsSince(attribution, seen(target));
    for (Snapshot backfill : backfills) {
      rows += record(backfill);
    }
    return rows;
  }

  /** Whether something is not recorded yet; makes no table. */
  static boolean isBehind(TableCatalog catalog) {
    List<String> names = catalog.names();
    return names.contains(CostAttributionTable.NAME)
        && !backfillsSince(
                catalog.load(CostAttributionTable.NAME),
                names.contains(CostAdjustmentsTable.NAME)
                    ? seen(catalog.load(CostAdjustmentsTable.NAME))
                    : 0)
            .isEmpty();
  }

  /** Oldest first. */
  private static Deque<Snapshot> backfillsSince(Table attribution, long seen) {
    Deque<Snapshot> backfills = new ArrayDeque<>();
    Snapshot current = attribution.currentSnapshot();
    if (current == null) {
      return backfills;
    }
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(current.snapshotId(), attribution::snapshot)) {
      if (snapshot.sequenceNumber() <= seen) {
        break;
      }
      Map<String, String> summary = snapshot.summary();
      if (BACKFILL.equals(summary.get(Replacement.PIPELINE))
          && summary.containsKey(REMOVED_FILES)) {
        backfills.addFirst(snapshot);
      }
    }
    return backfills;
  }

  /** Not along the history: a compaction may be the current snapshot, and the rest expired. */
  private static long seen(Table target) {
    target.refresh();
    return StreamSupport.stream(target.snapshots().spliterator(), false)
        .flatMap(snapshot -> Optional.ofNullable(snapshot.summary().get(SEEN)).stream())
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }

  private long record(Snapshot backfill) throws IOException {
    String runId = backfill.summary().get(Replacement.RUN_ID);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (seen(target) >= backfill.sequenceNumber()) {
        return 0;
      }
      Snapshot base = target.currentSnapshot();
      AdjustmentRows rows =
          AdjustmentRows.write(attribution, backfill, runId, table, target, spillFolder);
      Map<String, String> summary =
          Map.of(
              Replacement.RUN_ID,
              runId,
              SEEN,
              Long.toString(backfill.sequenceNumber()),
              ROWS,
              Long.toString(rows.count()),
              USD,
              rows.usd().toPlainString(),
              SinkToken.SINK,
              CostAdjustmentsTable.NAME);
      try {
        Replacement.adding(target, rows.files(), summary).commitOn(base);
        return rows.count();
      } catch (ValidationException | CommitFailedException e) {
        rows.files().forEach(file -> RowFile.discard(target, file));
      }
    }
    throw new RunStopped(table.name() + ": other runs keep adding to it; run again");
  }
}
