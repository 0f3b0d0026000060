package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.table.CallTable;
import java.io.Closeable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of a roll-up, added up from rows while they are written: they come in the order of their
 * table, in which those of one name and period lie behind each other.
 *
 * @param <M> the measures
 */
final class RollUpFile<M extends Measures<M>> implements Closeable {

  /** Takes the rows of the roll-up. */
  @FunctionalInterface
  interface Next<M> {
    /** One row. */
    void add(Key key, M measures) throws IOException;
  }

  private final CallTable<M> table;
  private final TableFile<M> file;
  private final Next<M> next;
  private @Nullable Key key;
  private M sum;

  /**
   * Without rows.
   *
   * @param target the Iceberg table of {@code table}
   * @param next takes the rows too
   */
  RollUpFile(CallTable<M> table, Table target, Next<M> next) {
    this.table = table;
    this.file = new TableFile<>(table, target);
    this.next = next;
    this.sum = table.newMeasures();
  }

  /** Adds a row of a shorter period. */
  void add(Key row, M measures) throws IOException {
    long start = table.period().startOf(row.windowStart());
    if (key == null || key.windowStart() != start || !key.isNamedAs(row)) {
      write();
      key = row.withWindow(start);
      sum = table.newMeasures();
    }
    sum.merge(measures);
  }

  private void write() throws IOException {
    if (key != null) {
      file.add(key, sum);
      next.add(key, sum);
    }
  }

  /** Finishes the file, to which at least one row was added. */
  DataFile finish() throws IOException {
    write();
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
