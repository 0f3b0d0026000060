package io.tallybeam.focus;

import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/**
 * The files of an export, read by engines of others.
 *
 * @param folder where they are
 * @param month of the export
 */
record ExportedFiles(Path folder, String month) {

  static Outcome export(Path warehouse, Path folder, String month) {
    return CommandLine.run(
        "export-focus", "--month=" + month, "--output=" + folder, "--warehouse=" + warehouse);
  }

  Path csv() {
    return folder.resolve("focus-1.2-" + month + ".csv");
  }

  Path parquet() {
    return folder.resolve("focus-1.2-" + month + ".parquet");
  }

  /** The rows of the CSV by DuckDB, as texts; null where a cell is empty. */
  List<Map<String, String>> csvRows() throws SQLException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT * FROM read_csv('" + csv() + "', header = true, all_varchar = true)")) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns; i++) {
          row.put(result.getMetaData().getColumnName(i), result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** The rows of the Parquet file by Iceberg. */
  List<Record> parquetRows() throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        Parquet.read(org.apache.iceberg.Files.localInput(parquet().toFile()))
            .project(FocusSchema.get())
            .createReaderFunc(
                schema -> GenericParquetReaders.buildReader(FocusSchema.get(), schema))
            .build()) {
      records.forEach(rows::add);
    }
    return rows;
  }

  /** A row of the Parquet file as that of the CSV must be. */
  static Map<String, String> text(Record row) {
    Map<String, String> text = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      text.put(row.struct().fields().get(i).name(), text(row.get(i)));
    }
    return text;
  }

  private static String text(Object cell) {
    return cell == null
        ? null
        : cell instanceof OffsetDateTime time
            ? time.toInstant().toString()
            : cell instanceof BigDecimal number ? number.toPlainString() : cell.toString();
  }
}
