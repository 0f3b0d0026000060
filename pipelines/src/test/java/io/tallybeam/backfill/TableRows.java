package io.tallybeam.backfill;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/**
 * Rows of Iceberg tables, read by Iceberg's own readers, and their comparison as multisets.
 *
 * <p>A row is a map from its columns to their cells, without those that are null. Times are {@link
 * java.time.Instant}s, bytes are hexadecimal text, all else is as Iceberg's generic records have
 * it: no cell is rounded.
 */
public final class TableRows {

  private static final int SHOWN = 3;

  private TableRows() {}

  /** The rows of the current snapshot, in no order; none where there is no snapshot. */
  public static List<Map<String, Object>> of(Table table) throws IOException {
    table.refresh();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      return rows(records);
    }
  }

  /** The rows of one data file, in the order of the file. */
  public static List<Map<String, Object>> of(Table table, DataFile file) throws IOException {
    try (CloseableIterable<Record> records =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(table.schema())
            .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema))
            .build()) {
      return rows(records);
    }
  }

  /** The data files of the current snapshot. */
  public static List<DataFile> files(Table table) throws IOException {
    table.refresh();
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }

  private static List<Map<String, Object>> rows(Iterable<Record> records) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Record record : records) {
      Map<String, Object> row = new TreeMap<>();
      for (Types.NestedField column : record.struct().fields()) {
        Object cell = record.getField(column.name());
        if (cell != null) {
          row.put(column.name(), cell(cell));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static Object cell(Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    return value;
  }

  /** The rows without some of their columns. */
  public static List<Map<String, Object>> without(
      List<Map<String, Object>> rows, String... columns) {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> left = new TreeMap<>(row);
              left.keySet().removeAll(Arrays.asList(columns));
              return left;
            })
        .toList();
  }

  /** Fails unless both are the same rows, each as often. */
  public static void assertSame(
      String what,
      Collection<Map<String, Object>> expected,
      Collection<Map<String, Object>> actual) {
    Map<String, Integer> surplus = new TreeMap<>();
    actual.forEach(row -> surplus.merge(line(row), 1, Integer::sum));
    expected.forEach(row -> surplus.merge(line(row), -1, Integer::sum));
    surplus.values().removeIf(count -> count == 0);
    if (!surplus.isEmpty()) {
      fail(
          String.format(
              "%s: %d rows expected, %d found;%n missing:%s%n unexpected:%s",
              what,
              expected.size(),
              actual.size(),
              shown(surplus.entrySet().stream().filter(row -> row.getValue() < 0)),
              shown(surplus.entrySet().stream().filter(row -> row.getValue() > 0))));
    }
  }

  /** With the types of the cells: a long is no integer, and 1.0 is no 1.00. */
  private static String line(Map<String, Object> row) {
    StringBuilder line = new StringBuilder();
    row.forEach(
        (column, cell) ->
            line.append(column)
                .append('=')
                .append(cell)
                .append(':')
                .append(cell.getClass().getSimpleName().charAt(0))
                .append(' '));
    return line.toString();
  }

  private static String shown(Stream<Map.Entry<String, Integer>> rows) {
    StringBuilder text = new StringBuilder();
    rows.limit(SHOWN)
        .forEach(
            row ->
                text.append(String.format("%n  %dx %s", Math.abs(row.getValue()), row.getKey())));
    return text.toString();
  }
}
