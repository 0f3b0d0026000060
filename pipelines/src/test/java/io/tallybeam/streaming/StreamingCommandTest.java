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
import io.tallybeam.topic.TopicCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamingCommandTest {

  @TempDir static Path folder;

  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = LocalKafka.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopBroker() throws Exception {
    kafka.close();
  }

  /** The tables have windows of which the topic has only a rest by now. */
  @Test
  void beginsNotAnewWithWhatRetentionHasLeft() throws Exception {
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
    StreamingPlan plan = plan("cut");
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      catalog.load(OperationsTable.METRICS).newFastAppend().commit();
    }

    assertThat(
        refusal("cut"), containsString("--startFrom: the topic has all of its records only from"));
  }

  /** Its records are of the same windows, and are not all that these had. */
  @Test
  void beginsNotAnewWithATopicThatWasMadeAnew() throws Exception {
    kafka.create("again", 1);
    StreamingPlan plan = plan("again");
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      String id = TopicCheck.of(plan.topic()).id();
      SinkClaim.make(catalog.load(OperationsTable.METRICS), plan.withTopic(id, 1), false);
    }
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of("again")).all().get();
    }
    kafka.create("again", 1);

    assertThat(
        refusal("again"),
        containsString(
            "--startFrom: the sink tallybeam has read one of this name that was deleted since"));
  }

  private static String refusal(String topic) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(err, true, UTF_8)) {
      Terminal terminal = new Terminal(stream, stream, false);
      List<String> args = new ArrayList<>(List.of(args(topic)));
      args.add(0, "streaming");
      int exit =
          new Launcher("direct", List.of(new StreamingCommand()), TestedStream.DIRECT, terminal)
              .run(args.toArray(String[]::new));
      assertThat(err.toString(UTF_8), exit, is(2));
    }
    return err.toString(UTF_8);
  }

  private static StreamingPlan plan(String topic) {
    return StreamingPlan.of(PipelineOptionsFactory.fromArgs(args(topic)).as(StreamOptions.class));
  }

  private static String[] args(String topic) {
    return new String[] {
      "--bootstrapServers=" + kafka.bootstrapServers(),
      "--topic=" + topic,
      "--warehouse=" + folder.resolve(topic)
    };
  }
}
