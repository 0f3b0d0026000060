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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
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

  /** The sink has written windows of which the topic has only a rest by now. */
  @Test
  void beginsNotAnewWithWhatRetentionHasLeft() throws Exception {
    String[] args = topic("cut");
    try (Admin admin = kafka.admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition("cut", 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    claim(args);

    assertThat(refused(args), containsString("--startFrom: the topic has all of its records only"));
  }

  @Test
  void beginsNotAnewWithATopicThatWasMadeAnew() throws Exception {
    String[] args = topic("anew");
    claim(args);
    kafka.recreate("anew", 1);

    assertThat(refused(args), containsString("--topic=anew: was made anew since the sink"));
  }

  /** The backfill had more than the topic ever did: files of a time before it. */
  @Test
  void putsNoRestInThePlaceOfWhatABackfillWrote() throws Exception {
    String[] args = topic("rest");
    CommandLine.run("backfill", "--input=../testdata/archive/*", args[2]).done();

    assertThat(refused(args), containsString("take the place of what the tables have"));
  }

  private static String[] topic(String name) {
    CommandLine.run(
            "generate",
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--topic=" + name,
            "--partitions=1",
            "--events=100")
        .done();
    return new String[] {
      "--bootstrapServers=" + kafka.bootstrapServers(),
      "--topic=" + name,
      "--warehouse=" + folder.resolve(name)
    };
  }

  private static String refused(String... args) {
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
    return err.toString(UTF_8);
  }

  private static void claim(String... args) {
    StreamingPlan plan =
        StreamingPlan.of(PipelineOptionsFactory.fromArgs(args).as(StreamOptions.class))
            .withPartitions(1);
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      String id = TopicCheck.of(plan.topic()).id();
      SinkClaim.make(catalog.load(OperationsTable.METRICS), plan, id, Optional.empty());
    }
  }
}
