package io.tallybeam.sink;

import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A {@link RowFile} that starts with its first row, which tells its partition. */
final class LazyFile implements Closeable {

  private final Table table;
  private @Nullable RowFile file;

  LazyFile(Table table) {
    this.table = table;
  }

  void write(Record row) throws IOException {
    if (file == null) {
      file = new RowFile(table, row);
    }
    file.write(row);
  }

  boolean isEmpty() {
    return file == null;
  }

  DataFile finish() throws IOException {
    if (file == null) {
      throw new IllegalStateException("no rows for " + table.name());
    }
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
