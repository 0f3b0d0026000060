package io.tallybeam.sink;

import io.tallybeam.table.WindowLedgerTable;
import java.nio.ByteBuffer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The rows of one source in the ledger.
 *
 * @param source its name
 */
record RowsOfSource(String source) implements RowFilter {

  /** Iceberg keeps so many characters of a bound. */
  private static final int TRUNCATED = 16;

  @Override
  public boolean contains(Record row) {
    return source.equals(row.getField(WindowLedgerTable.SOURCE));
  }

  @Override
  public boolean containsAll(DataFile file, Schema schema, long first, long last) {
    Types.NestedField field = schema.findField(WindowLedgerTable.SOURCE);
    return isBound(file.lowerBounds() == null ? null : file.lowerBounds().get(field.fieldId()))
        && isBound(file.upperBounds() == null ? null : file.upperBounds().get(field.fieldId()));
  }

  /**
   * A lower bound of that length may be the beginning of other names; but the upper one of these is
   * rounded up, and no beginning of theirs.
   */
  private boolean isBound(@Nullable ByteBuffer bound) {
    return bound != null
        && source.length() <= TRUNCATED
        && source.contentEquals(
            Conversions.<CharSequence>fromByteBuffer(Types.StringType.get(), bound));
  }

  @Override
  public boolean mayContain(DataFile file, long first, long last) {
    return true;
  }
}
