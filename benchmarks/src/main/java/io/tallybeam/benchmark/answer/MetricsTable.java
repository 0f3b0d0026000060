package io.tallybeam.benchmark.answer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** The table that Tallybeam and the SQL write. */
public final class MetricsTable implements Closeable {

  private static final TableIdentifier NAME =
      TableIdentifier.of("matih_analytics", "llm_operations_metrics");
  private static final String CALLS = "total_requests";

  private final Catalog catalog;
  private final Map<String, Long> callsByFile = new HashMap<>();
  private long incomplete;

  private MetricsTable(String name, Map<String, String> properties) {
    this.catalog = CatalogUtil.buildIcebergCatalog(name, properties, new Configuration(false));
  }

  /** In a REST catalog. */
  public static MetricsTable rest(String uri) {
    return new MetricsTable("benchmark", Map.of("type", "rest", "uri", uri));
  }

  /**
   * In the embedded catalog of a folder.
   *
   * @param name by which the catalog was opened by who wrote it, which tells apart its tables
   */
  public static MetricsTable embedded(String name, Path warehouse) {
    return new MetricsTable(name, EmbeddedCatalog.properties(warehouse));
  }

  /** The newest snapshot in which every event is counted, or null if there is none yet. */
  public Snapshot complete(long events) throws IOException {
    Table table;
    try {
      table = catalog.loadTable(NAME);
    } catch (NoSuchTableException e) {
      return null;
    }
    Snapshot last = table.currentSnapshot();
    if (last == null || last.snapshotId() == incomplete) {
      return null;
    }
    long calls = calls(table, last);
    if (calls < events) {
      incomplete = last.snapshotId();
      return null;
    }
    if (calls > events) {
      throw new IllegalStateException("events were counted twice");
    }
    Snapshot before = parent(table, last);
    while (before != null && calls(table, before) == events) {
      last = before;
      before = parent(table, last);
    }
    return last;
  }

  private static Snapshot parent(Table table, Snapshot snapshot) {
    return snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
  }

  /** Reads one column of the files that were not read before. */
  private long calls(Table table, Snapshot snapshot) throws IOException {
    TableScan scan = table.newScan().useSnapshot(snapshot.snapshotId());
    Set<String> files = new HashSet<>();
    long calls = 0;
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        String file = task.file().location();
        if (!task.deletes().isEmpty() || !files.add(file)) {
          throw new IllegalStateException(file + ": has deletes, or is in pieces");
        }
        Long known = callsByFile.get(file);
        if (known == null) {
          known = calls(table, task.file());
          callsByFile.put(file, known);
        }
        calls += known;
      }
    }
    return calls;
  }

  private static long calls(Table table, DataFile file) throws IOException {
    long calls = 0;
    var schema = table.schema().select(CALLS);
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file.location()))
            .project(schema)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(schema, type))
            .build()) {
      for (Record row : rows) {
        calls += (Long) row.getField(CALLS);
      }
    }
    return calls;
  }

  /** All rows of the newest snapshot. */
  public CloseableIterable<Record> rows() {
    return IcebergGenerics.read(catalog.loadTable(NAME)).build();
  }

  @Override
  public void close() throws IOException {
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
