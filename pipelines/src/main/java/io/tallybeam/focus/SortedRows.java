package io.tallybeam.focus;

import io.tallybeam.catalog.TableShape;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.RowOrder;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Rows of a table day by day, and those of a day in the order of the table.
 *
 * <p>Files are sorted: they are merged, and one row of each is held.
 *
 * @param table partitioned by day, as it was loaded
 * @param kind tells what our files of it are sorted by, of which no two rows of a day have the same
 */
record SortedRows(Table table, WindowTable<?> kind) {

  /**
   * Gives {@code rows} to {@code output}.
   *
   * @param files holds for all of the rows; files of which it never holds are not read
   */
  void forEach(Expression files, Predicate<Record> rows, Consumer<Record> output)
      throws IOException {
    RowOrder order = new RowOrder(table, TableShape.ownOrder(table, kind));
    CloseableIterable<FileScanTask> tasks = table.newScan().filter(files).planFiles();
    for (List<FileScanTask> day : RowFile.byDay(table, tasks).values()) {
      List<CloseableIterable<Record>> sorted = new ArrayList<>();
      for (FileScanTask file : day) {
        sorted.add(CloseableIterable.filter(sorted(file, order), rows));
      }
      try (CloseableIterable<Record> merged = order.merge(sorted)) {
        merged.forEach(output);
      }
    }
  }

  /** The snapshot that the rows are of; none where the table never had any. */
  Optional<Long> snapshot() {
    return Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
  }

  /** Of files that another engine wrote, or for another one's order, rows are sorted here. */
  private CloseableIterable<Record> sorted(FileScanTask file, RowOrder order) throws IOException {
    CloseableIterable<Record> rows = RowFile.read(table, file);
    Integer written = file.file().sortOrderId();
    SortOrder own = TableShape.order(table, kind);
    if (own.isSorted() && written != null && written == own.orderId()) {
      return rows;
    }
    List<Record> all = new ArrayList<>();
    try (rows) {
      rows.forEach(all::add);
    }
    all.sort(order);
    return CloseableIterable.withNoopClose(all);
  }
}
