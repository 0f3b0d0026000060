package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.table.WindowTable;
import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/**
 * A file of rows that are made of keys and measures.
 *
 * @param <M> the measures
 */
final class TableFile<M extends Measures<M>> implements Closeable {

  private final WindowTable<M> table;
  private final Record row;
  private final LazyFile file;

  /** Without rows; {@code target} is the Iceberg table of {@code table}. */
  TableFile(WindowTable<M> table, Table target) {
    this.table = table;
    this.row = GenericRecord.create(target.schema());
    this.file = new LazyFile(table, target);
  }

  /** Appends a row; rows come in the order of the table, and are of one partition. */
  void add(Key key, M measures) throws IOException {
    table.fill(key, measures, row);
    file.write(row);
  }

  /** Finishes the file, which has a row. */
  DataFile finish() throws IOException {
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
