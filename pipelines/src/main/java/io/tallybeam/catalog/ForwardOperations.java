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

  private final QuotedSecrets secrets;

  private ForwardOperations(TableOperations to, QuotedSecrets secrets) {
    super(to);
    this.secrets = secrets;
  }

  /** The table with such operations, whose errors quote none of the secrets. */
  static Table of(Table table, QuotedSecrets secrets) {
    return table instanceof BaseTable known
        ? new BaseTable(
            new ForwardOperations(known.operations(), secrets), known.name(), known.reporter())
        : table;
  }

  @Override
  public TableMetadata current() {
    return secrets.guard(super::current);
  }

  @Override
  public TableMetadata refresh() {
    return secrets.guard(super::refresh);
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
    try {
      to().commit(base, metadata);
    } catch (RuntimeException e) {
      throw secrets.without(e);
    }
  }
}
