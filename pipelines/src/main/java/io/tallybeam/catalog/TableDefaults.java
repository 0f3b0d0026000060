package io.tallybeam.catalog;

import io.tallybeam.table.WindowTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/** The properties of the tables that we make. */
final class TableDefaults {

  /**
   * Times tell which files a window is in, and whether it is settled. Bounds of whole paths tell
   * the rejects of one file from those of another.
   */
  private static final List<String> WHOLE_BOUNDS =
      List.of(WindowTable.WINDOW_START, "window_end", "adjusted_at", "origin");

  private TableDefaults() {}

  static Map<String, String> of(WindowTable<?> table) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    // Each commit of a stream writes a metadata file that lists all snapshots. Kept until they are
    // orphans, they would outgrow the data.
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    // A row group is buffered in memory: several writers share a small heap.
    properties.put(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(16 << 20));
    // Names fit; sums, of which hardly two are equal, are soon written as they are.
    properties.put(TableProperties.PARQUET_DICT_SIZE_BYTES, Integer.toString(64 << 10));
    // Files are found by what they are sorted by. Bounds and counts of all other columns would take
    // several times as much of manifests, and of the heap of a committer, which holds all files.
    properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "none");
    table.sortColumns().forEach(column -> properties.put(metricsOf(column), "truncate(16)"));
    WHOLE_BOUNDS.stream()
        .filter(column -> table.schema().findField(column) != null)
        .forEach(column -> properties.put(metricsOf(column), "full"));
    return properties;
  }

  private static String metricsOf(String column) {
    return TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column;
  }
}
