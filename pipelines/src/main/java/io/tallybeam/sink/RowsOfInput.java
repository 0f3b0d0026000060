package io.tallybeam.sink;

import io.tallybeam.raw.ArchivedRecords;
import io.tallybeam.table.RejectedEventsTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * The dead letters that a run accounts for: all but those of records that its input, which is of
 * the archive of their topic, does not hold. A stream has told of them since, or has not archived
 * them yet: they are nowhere else.
 *
 * @param input what the run has read
 */
record RowsOfInput(ArchivedRecords input) implements RowFilter {

  /** Those that a run over {@code input} accounts for. */
  static RowFilter of(ArchivedRecords input) {
    return input.isEmpty() ? RowFilter.ALL : new RowsOfInput(input);
  }

  @Override
  public boolean contains(Record row) {
    return !input.lacks((String) row.getField(RejectedEventsTable.ORIGIN));
  }

  @Override
  public boolean containsAll(DataFile file, Schema schema, long first, long last) {
    return false;
  }

  @Override
  public boolean mayContain(DataFile file, long first, long last) {
    return true;
  }
}
