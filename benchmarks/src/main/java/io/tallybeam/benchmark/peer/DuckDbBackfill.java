package io.tallybeam.benchmark.peer;

import io.tallybeam.benchmark.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** The windows by DuckDB, from files to a Parquet file. */
public final class DuckDbBackfill {

  private DuckDbBackfill() {}

  /**
   * Takes {@code --input}, a glob; {@code --output}, a file; {@code --temporary}, a folder; and
   * {@code --runs}, how often the query runs. Prints what the last of them took.
   */
  public static void main(String[] args) throws Exception {
    Arguments arguments = Arguments.of(args);
    String query =
        sql("duckdb")
            .replace("${input}", arguments.get("input"))
            .replace("${output}", arguments.get("output"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET memory_limit = '2GB'");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("SET temp_directory = '" + arguments.get("temporary") + "'");
      TimedRuns.of(arguments.number("runs"), () -> statement.execute(query));
    }
  }

  private static String sql(String name) throws IOException {
    try (InputStream in = DuckDbBackfill.class.getResourceAsStream(name + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
