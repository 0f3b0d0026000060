package io.tallybeam.focus;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Rows of an export as a test writes them down: all cells that are not empty, by column. */
final class WrittenRows {

  private WrittenRows() {}

  /**
   * Rows of lines such as {@code ProviderName, PublisherName: acme}, with an empty line between
   * two. A column that no line names is empty.
   *
   * @param all the lines that all of the rows have
   */
  static List<Map<String, String>> of(String all, String rows) {
    return Arrays.stream(rows.split("\n\n", -1)).map(row -> row(all + row)).toList();
  }

  private static Map<String, String> row(String lines) {
    Map<String, String> row = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      int colon = line.indexOf(": ");
      for (String column : line.substring(0, colon).split(", ", -1)) {
        if (row.put(column, line.substring(colon + 2)) != null) {
          throw new IllegalArgumentException("Written twice: " + column);
        }
      }
    }
    return row;
  }

  /** The rows of the CSV that have {@code value} in {@code column}, in its order. */
  static List<Map<String, String>> of(ExportedFiles files, String column, String value)
      throws SQLException {
    return files.csvRows().stream()
        .filter(row -> value.equals(row.get(column)))
        .map(WrittenRows::filled)
        .toList();
  }

  private static Map<String, String> filled(Map<String, String> row) {
    Map<String, String> filled = new TreeMap<>(row);
    filled.values().removeIf(Objects::isNull);
    return filled;
  }
}
