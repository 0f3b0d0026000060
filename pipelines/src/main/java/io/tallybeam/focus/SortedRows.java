package io.tallybeam.focus;

import io.tallybeam.sink.RowFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.util.SortedMerge;

/**
 * Rows of a table day by day, and those of a day in the order of the table.
 *
 * <p>Files are sorted: they are merged, and one row of each is held.
 *
 * @param table partitioned by day, as it was loaded
 * @param columns what its files are sorted by, of which no two rows of a day have the same
 */
record SortedRows(Table table, List<String> columns) {

  /**
   * Gives {@code rows} to {@code output}.
   *
   * @param files holds for all of the rows; files of which it never holds are not read
   */
  void forEach(Expression files, Predicate<Record> rows, Consumer<Record> output)
      throws IOException {
    for (List<FileScanTask> day : days(files).values()) {
      List<CloseableIterable<Record>> sorted = new ArrayList<>();
      for (FileScanTask file : day) {
        sorted.add(CloseableIterable.filter(sorted(file), rows));
      }
      try (CloseableIterable<Record> merged = new SortedMerge<>(order(), sorted)) {
        merged.forEach(output);
      }
    }
  }

  private NavigableMap<Long, List<FileScanTask>> days(Expression filter) throws IOException {
    NavigableMap<Long, List<FileScanTask>> days = new TreeMap<>();
    try (CloseableIterable<FileScanTask> files = table.newScan().filter(filter).planFiles()) {
      for (FileScanTask file : files) {
        long day = RowFile.day(table, file.file()).from();
        days.computeIfAbsent(day, d -> new ArrayList<>()).add(file);
      }
    }
    return days;
  }

  /** Of a file that another engine wrote nothing is known: its rows are sorted here. */
  private CloseableIterable<Record> sorted(FileScanTask file) throws IOException {
    CloseableIterable<Record> rows = RowFile.read(table, file);
    Integer order = file.file().sortOrderId();
    if (table.sortOrder().isSorted() && order != null && order == table.sortOrder().orderId()) {
      return rows;
    }
    List<Record> all = new ArrayList<>();
    try (rows) {
      rows.forEach(all::add);
    }
    all.sort(order());
    return CloseableIterable.withNoopClose(all);
  }

  private Comparator<Record> order() {
    return (one, other) -> {
      for (String column : columns) {
        int order = compare(one.getField(column), other.getField(column));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  /** Texts go by their code points, as in the tables. */
  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return one instanceof CharSequence text
        ? Comparators.charSequences().compare(text, (CharSequence) other)
        : ((Comparable<Object>) one).compareTo(other);
  }
}
