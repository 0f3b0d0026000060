package io.tallybeam.adjustment;

import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.SinkToken;
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
    try {
      add.commit();
      return true;
    } catch (CommitStateUnknownException | RESTException e) {
      // What was seen tells whether it was made; its files may be a snapshot's.
      return false;
    } catch (ValidationException | CommitFailedException e) {
      rows.files().forEach(file -> RowFile.discard(target, file));
      return false;
    }
  }
}
