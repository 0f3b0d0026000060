package io.tallybeam.benchmark.sql;

import io.tallybeam.benchmark.Arguments;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Submits the SQL over a topic to a cluster. */
final class SubmitSql {

  private SubmitSql() {}

  /**
   * Takes {@code --flink}, the port of the cluster, {@code --form}, {@code group} or {@code tvf},
   * {@code --bootstrapServers}, {@code --topic}, and {@code --catalog}, the URI of a REST catalog.
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    Configuration configuration = SqlText.configuration(arguments.named());
    configuration.setString("execution.checkpointing.interval", "10s");
    configuration.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(Cluster.at(arguments.number("flink"), configuration));
    Map<String, String> topic =
        Map.of(
            "connector", "kafka",
            "topic", arguments.get("topic"),
            "properties.bootstrap.servers", arguments.get("bootstrapServers"),
            "properties.group.id", "flink-llm-ops-agg",
            "scan.startup.mode", "earliest-offset");
    Map<String, String> catalog = Map.of("catalog-type", "rest", "uri", arguments.get("catalog"));
    SqlText.tables(topic, catalog).forEach(tables::executeSql);
    tables.executeSql(SqlText.read(arguments.get("form")));
  }
}
