package io.tallybeam.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Submits the SQL to a cluster. */
final class SubmitSql {

  /** What a cluster does not have itself. */
  private static final String SHIPPED =
      ".*/(flink-(connector|json|table-(api|common|runtime))|iceberg-|hadoop-|kafka-|lz4-|snappy-"
          + "|zstd-|guava-|failureaccess-)[^/]*\\.jar";

  private SubmitSql() {}

  /**
   * Takes {@code --flink}, the port of the cluster, {@code --form}, {@code group} or {@code tvf},
   * and what the SQL wants: {@code --bootstrapServers}, {@code --topic}, {@code --catalog}.
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.createRemoteEnvironment(
                "localhost",
                (int) arguments.number("flink"),
                configuration(arguments.named()),
                jars()));
    for (String statement : sql("tables", arguments.named()).split(";\n", -1)) {
      tables.executeSql(statement);
    }
    tables.executeSql(sql(arguments.get("form"), arguments.named()));
  }

  private static Configuration configuration(Map<String, String> named) {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.name", "sql-" + named.get("form"));
    configuration.setString("table.local-time-zone", "UTC");
    configuration.setString("parallelism.default", "2");
    configuration.setString("execution.checkpointing.interval", "10s");
    configuration.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    configuration.setString("pipeline.object-reuse", "true");
    named.forEach(
        (name, value) -> {
          if (name.startsWith("table.")) {
            configuration.setString(name, value);
          }
        });
    return configuration;
  }

  private static String sql(String name, Map<String, String> values) throws IOException {
    try (InputStream in = SubmitSql.class.getResourceAsStream(name + ".sql")) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      for (Map.Entry<String, String> value : values.entrySet()) {
        sql = sql.replace("${" + value.getKey() + "}", value.getValue());
      }
      return sql;
    }
  }

  private static String[] jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> jar.matches(SHIPPED))
        .toArray(String[]::new);
  }
}
