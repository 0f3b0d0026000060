package io.tallybeam.benchmark.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;

/** The SQL of this package's resources, with its parameters filled in. */
final class SqlText {

  private SqlText() {}

  /** The statements that make the tables. */
  static List<String> tables(Map<String, String> source, Map<String, String> catalog)
      throws IOException {
    String sql =
        read("tables")
            .replace("${source}", options(source))
            .replace("${catalog}", options(catalog));
    return List.of(sql.split(";\n", -1));
  }

  /** The query, by its name. */
  static String read(String name) throws IOException {
    try (InputStream in = SqlText.class.getResourceAsStream(name + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String options(Map<String, String> options) {
    return new TreeMap<>(options)
        .entrySet().stream()
            .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
            .collect(Collectors.joining(",\n  "));
  }

  /** What the jobs of a topic and of files share. */
  static Configuration configuration(Map<String, String> named) {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.name", "sql-" + named.get("form"));
    configuration.setString("table.local-time-zone", "UTC");
    configuration.setString("parallelism.default", "2");
    configuration.setString("pipeline.object-reuse", "true");
    named.forEach(
        (name, value) -> {
          if (name.startsWith("table.")) {
            configuration.setString(name, value);
          }
        });
    return configuration;
  }
}
