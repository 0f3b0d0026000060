package io.tallybeam.sink;

import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A {@link RowFile} that starts with its first row, which tells its partition. */
public final class LazyFile implements Closeable {

  private final Table table;
  private final ShardName shard;
  private @Nullable RowFile file;

  /** A file of rows that are of no particular shard. */
  public LazyFile(Table table) {
    this(table, ShardName.NONE);
  }

  /** A file of rows of one shard of tenants. */
  public LazyFile(Table table, ShardName shard) {
    this.table = table;
    this.shard = shard;
  }

  /** Appends a row; rows come in the order of the table, and are of one partition. */
  public void write(Record row) throws IOException {
    if (file == null) {
      file = new RowFile(table, row, shard);
    }
    file.write(row);
  }

  /** Whether no row was written. */
  public boolean isEmpty() {
    return file == null;
  }

  /** Finishes the file, which has a row. */
  public DataFile finish() throws IOException {
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
