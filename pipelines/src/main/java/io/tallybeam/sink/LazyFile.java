package io.tallybeam.sink;

import io.tallybeam.catalog.TableShape;
import io.tallybeam.table.WindowTable;
import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A {@link RowFile} that starts with its first row, which tells its partition. */
public final class LazyFile implements Closeable {

  private final Table table;
  private final Start start;
  private @Nullable RowFile file;

  private interface Start {
    RowFile with(Record first) throws IOException;
  }

  /**
   * A file of rows that are of no particular shard.
   *
   * @param target the Iceberg table of {@code table}, in whose order rows come
   */
  public LazyFile(WindowTable<?> table, Table target) {
    this(table, target, ShardName.NONE);
  }

  /** A file of rows of one shard of tenants. */
  public LazyFile(WindowTable<?> table, Table target, ShardName shard) {
    this(target, first -> new RowFile(target, first, shard, TableShape.order(target, table)));
  }

  /** A file of rows of {@code other}, in their order. */
  LazyFile(Table table, DataFile other) {
    this(table, first -> new RowFile(table, other));
  }

  private LazyFile(Table table, Start start) {
    this.table = table;
    this.start = start;
  }

  /** Appends a row; rows come in order, and are of one partition. */
  public void write(Record row) throws IOException {
    if (file == null) {
      file = start.with(row);
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
