package io.tallybeam.benchmark.sql;

import io.tallybeam.benchmark.Arguments;
import io.tallybeam.benchmark.answer.EmbeddedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Runs the SQL over files in batch mode, to its end. */
public final class BackfillSql {

  private BackfillSql() {}

  /**
   * Takes {@code --input}, a folder; {@code --warehouse}, the folder of an embedded catalog; {@code
   * --form}, {@code group} or {@code tvf}; and {@code --flink}, the port of a cluster, without
   * which there is one in this process.
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Arguments arguments = Arguments.of(args);
    Path warehouse = Files.createDirectories(Path.of(arguments.get("warehouse")));
    Configuration configuration = SqlText.configuration(arguments.named());
    configuration.setString("execution.runtime-mode", "BATCH");
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            environment(arguments, configuration),
            EnvironmentSettings.newInstance().inBatchMode().build());
    Map<String, String> files =
        Map.of(
            "connector",
            "filesystem",
            "path",
            Path.of(arguments.get("input")).toAbsolutePath().toUri().toString());
    SqlText.tables(files, EmbeddedCatalog.properties(warehouse)).forEach(tables::executeSql);
    tables.executeSql(SqlText.read(arguments.get("form"))).await();
  }

  private static StreamExecutionEnvironment environment(
      Arguments arguments, Configuration configuration) {
    if (arguments.named().containsKey("flink")) {
      return Cluster.at(arguments.number("flink"), configuration);
    }
    // A cluster in a process has 128 MB unless told: too little to aggregate in.
    configuration.setString("taskmanager.memory.managed.size", "1g");
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }
}
