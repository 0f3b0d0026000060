package io.tallybeam.benchmark.peer;

import io.tallybeam.benchmark.answer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The answer of DuckDB, from its Parquet file. */
public final class DuckDbAnswer {

  private DuckDbAnswer() {}

  /** Writes the rows of {@code parquet} as an {@link Answer}. */
  public static void write(Path parquet, Path file) throws IOException {
    String copy =
        String.format(
            "COPY (SELECT strftime(window_start, '%%Y-%%m-%%dT%%H:%%M'),"
                + " strftime(window_end, '%%Y-%%m-%%dT%%H:%%M'), %s FROM '%s')"
                + " TO '%s' (FORMAT csv, DELIMITER '\t', HEADER false, NULLSTR 'null')",
            String.join(", ", Answer.COLUMNS), parquet, file);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(copy);
    } catch (SQLException e) {
      throw new IOException(e);
    }
    Answer.sort(file);
  }
}
