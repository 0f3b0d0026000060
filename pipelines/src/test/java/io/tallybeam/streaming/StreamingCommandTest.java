package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Launcher;
import io.tallybeam.launch.Terminal;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.topic.LocalKafka;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamingCommandTest {

  @TempDir Path folder;

  /** The sink has written windows of which the topic has only a rest by now. */
  @Test
  void beginsNotAnewWithWhatRetentionHasLeft() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(folder.resolve("kafka"))) {
      CommandLine.run(
              "generate",
              "--bootstrapServers=" + kafka.bootstrapServers(),
              "--topic=cut",
              "--partitions=1",
              "--events=100")
          .done();
      try (Admin admin = kafka.admin()) {
        admin
            .deleteRecords(Map.of(new TopicPartition("cut", 0), RecordsToDelete.beforeOffset(1)))
            .all()
            .get();
      }
      String[] args = {
        "--bootstrapServers=" + kafka.bootstrapServers(),
        "--topic=cut",
        "--warehouse=" + folder.resolve("warehouse")
      };
      claim(args);

      ByteArrayOutputStream err = new ByteArrayOutputStream();
      try (PrintStream stream = new PrintStream(err, true, UTF_8)) {
        int exit =
            new Launcher(
                    "direct",
                    List.of(new StreamingCommand()),
                    TestedStream.DIRECT,
                    new Terminal(stream, stream, false))
                .run("streaming", args[0], args[1], args[2]);
        assertThat(err.toString(UTF_8), exit, is(2));
      }

      assertThat(
          err.toString(UTF_8),
          containsString("--startFrom: the topic has all of its records only"));
    }
  }

  private static void claim(String... args) {
    StreamingPlan plan =
        StreamingPlan.of(PipelineOptionsFactory.fromArgs(args).as(StreamOptions.class))
            .withPartitions(1);
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      SinkClaim.make(catalog.load(OperationsTable.METRICS), plan, false);
    }
  }
}
