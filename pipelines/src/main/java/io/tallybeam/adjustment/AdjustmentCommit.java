package io.tallybeam.adjustment;

import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.SinkToken;
import io.tallybeam.sink.UncommittedFiles;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The commit of the adjustments of one backfill.
 *
 * @param base the snapshot in which they were seen to be missing, if there was any
 */
record AdjustmentCommit(
    Table target, @Nullable Snapshot base, Snapshot backfill, AdjustmentRows rows) {

  /** Expiry keeps the newest snapshot of a sink: it tells what was seen. */
  private static final String SINK = "cost_adjustments";

  /** Drawn for each attempt: a gateway may send one twice, and say that the second is refused. */
  private static final String ATTEMPT = "tallybeam.adjustment-attempt";

  /**
   * Adds the rows, unless anybody added any since {@link #base}.
   *
   * @return whether they were added; if not, it is to be looked again
   */
  boolean make() {
    OverwriteFiles add =
        target
            .newOverwrite()
            .conflictDetectionFilter(Expressions.alwaysTrue())
            .validateNoConflictingData();
    if (base != null) {
      add.validateFromSnapshot(base.snapshotId());
    }
    rows.files().forEach(add::addFile);
    add.set(Adjustments.SEEN, Long.toString(backfill.sequenceNumber()));
    add.set(Adjustments.ROWS, Long.toString(rows.count()));
    add.set(Adjustments.USD, rows.usd().toPlainString());
    add.set(SinkToken.SINK, SINK);
    String attempt = UUID.randomUUID().toString();
    add.set(ATTEMPT, attempt);
    UncommittedFiles uncommitted = new UncommittedFiles(target);
    add.deleteWith(uncommitted::add);
    try {
      add.commit();
    } catch (CommitStateUnknownException | RESTException e) {
      // What was seen tells whether it was made; its files may be a snapshot's.
      return false;
    } catch (ValidationException | CommitFailedException e) {
      if (landed(attempt).isEmpty()) {
        uncommitted.delete();
        rows.files().forEach(file -> RowFile.discard(target, file));
        return false;
      }
    }
    landed(attempt).ifPresent(uncommitted::deleteAllBut);
    return true;
  }

  private Optional<Snapshot> landed(String attempt) {
    target.refresh();
    for (Snapshot snapshot : target.snapshots()) {
      if (attempt.equals(snapshot.summary().get(ATTEMPT))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }
}
