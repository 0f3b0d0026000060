package io.tallybeam.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Files;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** Files of {@link RandomRows}, by {@link RowAppender}, and what Iceberg reads of them. */
final class RandomFiles {

  static final MetricsConfig BOUNDS = MetricsConfig.getDefault();

  /** Pages and dictionaries that end within a few rows, and row groups after some hundred. */
  static final Map<String, String> SMALL =
      Map.of(
          TableProperties.PARQUET_PAGE_ROW_LIMIT, "37",
          TableProperties.PARQUET_PAGE_SIZE_BYTES, "700",
          TableProperties.PARQUET_DICT_SIZE_BYTES, "300",
          TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, "20000");

  private RandomFiles() {}

  static Stream<Map<String, String>> properties() {
    return Stream.of(
        Map.of(),
        SMALL,
        Map.of(
            TableProperties.PARQUET_COMPRESSION,
            "zstd",
            TableProperties.PARQUET_COMPRESSION_LEVEL,
            "19"),
        Map.of(TableProperties.PARQUET_COMPRESSION, "gzip"),
        Map.of(TableProperties.PARQUET_COMPRESSION, "uncompressed"));
  }

  static Path write(Path folder, List<Record> rows, Map<String, String> properties)
      throws IOException {
    Path file = folder.resolve(rows.size() + "-" + properties.hashCode() + ".parquet");
    try (RowAppender appender = appender(properties, file)) {
      rows.forEach(appender::add);
    }
    return file;
  }

  static RowAppender appender(Map<String, String> properties, Path file) {
    return new RowAppender(RandomRows.SCHEMA, properties, BOUNDS, Files.localOutput(file.toFile()));
  }

  static List<Record> read(Path file, Expression filter) throws IOException {
    try (CloseableIterable<Record> records =
        Parquet.read(Files.localInput(file.toFile()))
            .project(RandomRows.SCHEMA)
            .filter(filter)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(RandomRows.SCHEMA, type))
            .build()) {
      List<Record> rows = new ArrayList<>();
      records.forEach(rows::add);
      return rows;
    }
  }
}
