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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    String[] args = cut("cut");

    assertThat(refused(args), containsString("--startFrom: the topic has all of its records only"));
  }

  /** The archive was begun by a stream with a later {@code --startFrom}. */
  @Test
  void tellsWhatItWillNotArchive() throws Exception {
    String[] args = cut("later");
    Path archive = folder.resolve("archive");
    Path day = Files.createDirectories(archive.resolve("later/date=2026-03-01"));
    Files.createFile(day.resolve("later-0-00000000000000000040-00000000000000000059.ndjson.zst"));

    String[] archiving = Arrays.copyOf(args, args.length + 1);
    archiving[args.length] = "--archive=" + archive;
    assertThat(
        refused(archiving),
        containsString("begins at offset 40 of partition 0, and the 39 records before it"));
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

  /** A topic that a sink has read, and that has lost its first record since. */
  private static String[] cut(String name) throws Exception {
    String[] args = topic(name);
    try (Admin admin = kafka.admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(name, 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    claim(args);
    return args;
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
              .run(Stream.concat(Stream.of("streaming"), Stream.of(args)).toArray(String[]::new));
      assertThat(err.toString(UTF_8), exit, is(2));
    }
    return err.toString(UTF_8);
  }

  private static void claim(String... args) {
    StreamingPlan unchecked =
        StreamingPlan.of(PipelineOptionsFactory.fromArgs(args).as(StreamOptions.class));
    StreamingPlan plan = unchecked.withTopic(TopicCheck.of(unchecked.topic()).id(), 1);
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      SinkClaim.make(catalog.load(OperationsTable.METRICS), plan, Optional.empty());
    }
  }
}
