package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Key;
import io.tallybeam.table.CallTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final int least;
  private int rows;

  /** The first rows, until there are so many that a file is worth it. */
  private final List<Row<M>> waiting = new ArrayList<>();

  private @Nullable Key key;
  private M sum;

  private record Row<M>(Key key, M measures) {}

  /**
   * Without rows.
   *
   * @param target the Iceberg table of {@code table}
   * @param next takes the rows too, if there is a file
   * @param least how many rows make a file
   */
  RollUpFile(CallTable<M> table, Table target, int least, Next<M> next) {
    this.table = table;
    this.file = new TableFile<>(table, target);
    this.next = next;
    this.least = least;
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
    if (key == null) {
      return;
    }
    waiting.add(new Row<>(key, sum));
    if (rows + waiting.size() >= least) {
      for (Row<M> row : waiting) {
        file.add(row.key(), row.measures());
        next.add(row.key(), row.measures());
      }
      rows += waiting.size();
      waiting.clear();
    }
  }

  /** Finishes the file, if there are rows enough for one. */
  Optional<DataFile> finish() throws IOException {
    write();
    return rows == 0 ? Optional.empty() : Optional.of(file.finish());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
