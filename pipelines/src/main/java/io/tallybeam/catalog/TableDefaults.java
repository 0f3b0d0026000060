package io.tallybeam.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;

/** The properties of the tables that we make. */
final class TableDefaults {

  /** Bounds of whole paths tell the rejects of one file from those of another. */
  private static final Map<String, String> COLUMN_METRICS =
      Map.of("origin", "full", "payload", "counts", "latency_sketch", "counts");

  private TableDefaults() {}

  static Map<String, String> of(Schema schema) {
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
    COLUMN_METRICS.forEach(
        (column, mode) -> {
          if (schema.findField(column) != null) {
            properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, mode);
          }
        });
    return properties;
  }
}
