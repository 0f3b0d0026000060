package io.tallybeam.adjustment;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.catalog.TableShape;
import io.tallybeam.error.RunStopped;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.SinkToken;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link CostAdjustmentsTable} up with {@link CostAttributionTable}: for each snapshot of a
 * backfill that may have changed what was there, one commit with what it changed.
 *
 * <p>A commit tells the sequence number of the snapshot it is for, and of which table that one is.
 * So nothing is recorded twice, and what a run that was killed did not record the next one does. It
 * names a sink, of which expiry keeps the newest snapshot.
 */
final class Adjustments {

  /** The key in a snapshot's summary of the sequence number of the last snapshot seen. */
  static final String SEEN = "tallybeam.adjusted-sequence";

  /** The key of the UUID of the table it is of: one that was dropped and made anew counts anew. */
  static final String TABLE = "tallybeam.adjusted-table";

  /** The key of how many rows a snapshot added. */
  static final String ROWS = "tallybeam.adjustments";

  /** The key of what they add up to, in USD. */
  static final String USD = "tallybeam.adjusted-usd";

  private static final String BACKFILL = "backfill";
  private static final String REMOVED_FILES = "deleted-data-files";

  private static final int ATTEMPTS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Adjustments.class);

  private final Table attribution;
  private final Table target;
  private final CostAdjustmentsTable table;
  private final String spillFolder;

  Adjustments(TableCatalog catalog, TumblingWindow windows, String spillFolder) {
    this.spillFolder = spillFolder;
    this.table = new CostAdjustmentsTable(windows);
    this.attribution = catalog.load(new CostAttributionTable(CostAttributionTable.NAME, windows));
    this.target = catalog.ensure(table, Map.of());
  }

  /** Records all that is not recorded yet; gives how many rows that made. */
  long record() throws IOException {
    long rows = 0;
    for (Snapshot backfill : unrecorded(attribution, Optional.of(target))) {
      rows += record(backfill);
    }
    return rows;
  }

  /**
   * The backfills of {@code attribution} that are not recorded in {@code target} yet, oldest first.
   *
   * @param target none where it was not made yet
   */
  static Deque<Snapshot> unrecorded(Table attribution, Optional<Table> target) {
    Deque<Snapshot> backfills = new ArrayDeque<>();
    long seen = target.map(table -> seen(table, attribution)).orElse(0L);
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(attribution)) {
      if (snapshot.sequenceNumber() <= seen) {
        break;
      }
      if (BACKFILL.equals(snapshot.summary().get(Replacement.PIPELINE))) {
        backfills.addFirst(snapshot);
      }
    }
    // Until windows were adjusted none was emptied: what only adds is new.
    if (target.filter(Adjustments::hasRows).isEmpty()) {
      while (!backfills.isEmpty() && !backfills.getFirst().summary().containsKey(REMOVED_FILES)) {
        backfills.removeFirst();
      }
    }
    return backfills;
  }

  private static boolean hasRows(Table target) {
    Snapshot current = target.currentSnapshot();
    return current != null
        && PropertyUtil.propertyAsLong(current.summary(), SnapshotSummary.TOTAL_RECORDS_PROP, 1)
            > 0;
  }

  /**
   * Not along the history: a compaction may be the current snapshot, and the rest expired. Earlier
   * builds did not tell the table.
   */
  private static long seen(Table target, Table attribution) {
    target.refresh();
    String uuid = attribution.uuid().toString();
    return StreamSupport.stream(target.snapshots().spliterator(), false)
        .map(Snapshot::summary)
        .filter(summary -> uuid.equals(summary.getOrDefault(TABLE, uuid)))
        .flatMap(summary -> Optional.ofNullable(summary.get(SEEN)).stream())
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }

  private long record(Snapshot backfill) throws IOException {
    String runId = backfill.summary().get(Replacement.RUN_ID);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (seen(target, attribution) >= backfill.sequenceNumber()) {
        return 0;
      }
      TableShape.require(target, table);
      Snapshot base = target.currentSnapshot();
      AdjustmentRows rows = rows(backfill, base);
      Map<String, String> summary =
          Map.of(
              Replacement.RUN_ID,
              runId,
              SEEN,
              Long.toString(backfill.sequenceNumber()),
              TABLE,
              attribution.uuid().toString(),
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

  private AdjustmentRows rows(Snapshot backfill, @Nullable Snapshot base) throws IOException {
    Set<Long> emptied = EmptiedWindows.among(attribution, backfill, target, base);
    try {
      return AdjustmentRows.write(attribution, backfill, emptied, table, target, spillFolder);
    } catch (RuntimeException e) {
      if (isWhole(backfill)) {
        throw e;
      }
      // Nobody can tell any more; and every later run would fail here.
      LOG.warn(
          "{}: what the backfill {} changed is not known, since files that it replaced are gone:"
              + " another engine expired the snapshot before it ({})",
          table.name(),
          backfill.summary().get(Replacement.RUN_ID),
          e.getMessage());
      return new AdjustmentRows(List.of(), 0, BigDecimal.ZERO);
    }
  }

  /** Whether all files are there that tell what a backfill changed. */
  private boolean isWhole(Snapshot backfill) {
    FileIO io = attribution.io();
    return Stream.of(backfill.removedDataFiles(io), backfill.addedDataFiles(io))
        .flatMap(files -> StreamSupport.stream(files.spliterator(), false))
        .allMatch(file -> io.newInputFile(file.location()).exists());
  }
}
