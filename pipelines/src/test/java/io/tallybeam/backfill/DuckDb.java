package io.tallybeam.backfill;

import java.io.Closeable;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** DuckDB without extensions from elsewhere; rows come as those of {@link TableRows}. */
final class DuckDb implements Closeable {

  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET TimeZone = 'UTC'");
    }
  }

  /** All rows of Parquet files. */
  List<Map<String, Object>> rows(List<DataFile> files) throws SQLException {
    String paths =
        files.stream()
            .map(file -> '\'' + file.location().replaceFirst("^file:(//)?", "") + '\'')
            .collect(Collectors.joining(", "));
    // The names of the folders look like a column of their own.
    return query("SELECT * FROM read_parquet([" + paths + "], hive_partitioning = false)");
  }

  List<Map<String, Object>> query(String sql) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, Object> row = new TreeMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          Object cell = result.getObject(i);
          if (cell != null) {
            row.put(columns.getColumnName(i), cell(cell));
          }
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static Object cell(Object cell) throws SQLException {
    if (cell instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (cell instanceof Blob blob) {
      return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    return cell;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
