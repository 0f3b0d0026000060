package io.tallybeam.catalog;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Operations of a table that never go back to an earlier snapshot.
 *
 * <p>Iceberg tries a commit again where it is told that another one came first. Where that was the
 * same one, delivered before by a gateway that sends twice, it finds its own snapshot in the table
 * and takes the commit for a rollback to it: what others committed meanwhile would be gone.
 */
final class ForwardOperations extends HandedOnOperations {

  private ForwardOperations(TableOperations to) {
    super(to);
  }

  /** The table with such operations. */
  static Table of(Table table) {
    return table instanceof BaseTable known
        ? new BaseTable(new ForwardOperations(known.operations()), known.name(), known.reporter())
        : table;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    Snapshot before = base == null ? null : base.currentSnapshot();
    Snapshot after = metadata.currentSnapshot();
    if (before != null
        && after != null
        && before.snapshotId() != after.snapshotId()
        && base.snapshot(after.snapshotId()) != null) {
      throw new ValidationException(
          "Snapshot %s is in the table already, and %s came after it",
          after.snapshotId(), before.snapshotId());
    }
    to().commit(base, metadata);
  }
}
