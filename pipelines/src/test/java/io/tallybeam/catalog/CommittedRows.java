package io.tallybeam.catalog;

import io.tallybeam.sink.RowFile;
import io.tallybeam.table.CostAdjustmentsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** What a reader of the tables sees, as text that can be compared: rows with all copies, sorted. */
public final class CommittedRows {

  /** The namespace of runs that name none. */
  public static final String NAMESPACE = "matih_analytics";

  private CommittedRows() {}

  /** The catalog of a warehouse that a run made. */
  public static TableCatalog open(Path warehouse) {
    return TableCatalog.open(CatalogSettings.embedded(warehouse.toString(), NAMESPACE));
  }

  /** Drops a table of a warehouse, and its files. */
  public static void drop(Path warehouse, String table) throws IOException {
    Map<String, String> properties =
        CatalogSettings.embedded(warehouse.toString(), NAMESPACE).properties();
    try (JdbcCatalog catalog =
        (JdbcCatalog)
            CatalogUtil.buildIcebergCatalog("tallybeam", properties, new Configuration(false))) {
      catalog.dropTable(TableIdentifier.of(NAMESPACE, table), true);
    }
  }

  /** Makes the namespace, without a table in it. */
  public static void makeNamespace(Path warehouse) {
    try (TableCatalog catalog = open(warehouse)) {
      catalog.createNamespace();
    }
  }

  /**
   * The rows of every table of a warehouse that tells of the events, by the table's name: not of
   * {@link CostAdjustmentsTable}, which tells of the runs.
   */
  public static Map<String, List<String>> of(Path warehouse) {
    Map<String, List<String>> tables = new TreeMap<>();
    try (TableCatalog catalog = open(warehouse)) {
      names(catalog).forEach(name -> tables.put(name, of(catalog.load(name))));
    }
    return tables;
  }

  private static List<String> names(TableCatalog catalog) {
    return catalog.names().stream()
        .filter(name -> !name.equals(CostAdjustmentsTable.NAME))
        .toList();
  }

  /** The rows of one table of a warehouse. */
  public static List<String> of(Path warehouse, String table) {
    try (TableCatalog catalog = open(warehouse)) {
      return of(catalog.load(table));
    }
  }

  /** The table as another engine has it, which may also go back to an earlier snapshot. */
  public static Table ofAnotherEngine(Table table) {
    TableOperations operations = ((HasTableOperations) table).operations();
    return operations instanceof ForwardOperations guarded
        ? new BaseTable(guarded.to(), table.name())
        : table;
  }

  /** The rows of a table as it is loaded. */
  public static List<String> of(Table table) {
    return records(table).stream().map(CommittedRows::text).sorted().toList();
  }

  /** The rows of a table as it is loaded, in the order of its files. */
  public static List<Record> records(Table table) {
    List<Record> records = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> rows = RowFile.read(table, task)) {
          rows.forEach(row -> records.add(row.copy()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** The rows of one table of a warehouse, in the order of its files. */
  public static List<Record> records(Path warehouse, String table) {
    try (TableCatalog catalog = open(warehouse)) {
      return records(catalog.load(table));
    }
  }

  /** The locations of a table's data files, sorted. */
  public static List<String> files(Table table) {
    TreeSet<String> files = new TreeSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files);
  }

  /** How many snapshots each table of a warehouse has. */
  public static Map<String, Integer> snapshots(Path warehouse) {
    Map<String, Integer> counts = new TreeMap<>();
    try (TableCatalog catalog = open(warehouse)) {
      for (String name : names(catalog)) {
        int count = 0;
        for (Snapshot snapshot : catalog.load(name).snapshots()) {
          count += snapshot.snapshotId() == 0 ? 0 : 1;
        }
        counts.put(name, count);
      }
    }
    return counts;
  }

  /** A row as text, every field of it. */
  public static String text(Record row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      fields.add(
          value instanceof ByteBuffer bytes
              ? HexFormat.of().formatHex(bytes(bytes))
              : String.valueOf(value));
    }
    return String.join("|", fields);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
