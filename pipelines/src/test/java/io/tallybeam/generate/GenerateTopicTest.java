package io.tallybeam.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import io.tallybeam.topic.LocalKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in a topic of a real broker. */
final class GenerateTopicTest {

  @TempDir static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalKafka.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    kafka.close();
  }

  @Test
  void theTopicHoldsTheEventsOfTheFilesInTurn() throws Exception {
    Path out = folder.resolve("out");
    CommandLine.run("generate", "--events=1000", "--files=1", "--output=" + out).done();
    Outcome outcome = generate("turn", "--events=1000", "--partitions=3").done();

    assertThat(outcome.out(), is(List.of("Wrote 1,000 events to topic turn in 3 partitions")));
    assertThat(outcome.errors(), is(empty()));
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      lines.addAll(Files.readAllLines(files.findFirst().get()));
    }
    Map<Integer, List<String>> expected = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      expected.computeIfAbsent(i % 3, p -> new ArrayList<>()).add(lines.get(i));
    }
    assertThat(values("turn", 3), is(expected));
  }

  @Test
  void aTopicThatIsThereKeepsItsPartitions() throws Exception {
    kafka.create("there", 2);
    Outcome outcome = generate("there", "--events=10", "--partitions=5").done();

    assertThat(outcome.out(), is(List.of("Wrote 10 events to topic there in 2 partitions")));
    assertThat(values("there", 2).get(1), hasSize(5));
  }

  @Test
  void aTopicThatIsNotThereIsNotCreatedUnasked() {
    for (String topic : List.of("nowhere", "no where")) {
      Outcome outcome = generate(topic, "--events=10");

      assertThat(outcome.exit(), is(Launcher.USER_ERROR));
      assertThat(outcome.err(), hasSize(1));
      assertThat(outcome.err().get(0), containsString("--topic=" + topic + ": "));
    }
  }

  @Test
  void liveEventsHappenAsTheyAreWritten() throws Exception {
    Instant before = Instant.now();
    generate("live", "--events=200", "--partitions=1", "--rate=400", "--live", "--rejects=0")
        .done();
    Instant after = Instant.now();

    List<Instant> times =
        values("live", 1).get(0).stream()
            .map(value -> Instant.parse(value.replaceFirst(".*\"timestamp\":\"([^\"]+)\".*", "$1")))
            .toList();
    assertThat(times, hasSize(200));
    assertThat(times, everyItem(is(lessThanOrEqualTo(after))));
    assertThat(times, everyItem(is(greaterThan(before.minusSeconds(31)))));
  }

  @Test
  void aRunThatIsAskedToEndTellsHowFarItCame() throws Exception {
    kafka.create("endless", 2);
    Path out = folder.resolve("endless.txt");
    Process process = child("endless", out);
    while (count("endless", 2) < 500) {
      assertThat(process.isAlive(), is(true));
    }
    // SIGTERM, as Ctrl-C is SIGINT.
    process.destroy();
    process.waitFor();

    long count = count("endless", 2);
    assertThat(
        Files.readAllLines(out),
        is(
            List.of(
                String.format(
                    "Wrote %,d events to topic endless in 2 partitions, then was stopped",
                    count))));
  }

  @Test
  void aBrokerThatRefusesAnEventEndsTheRun() throws Exception {
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("tiny", 1, (short) 1).configs(Map.of("max.message.bytes", "200"))))
          .all()
          .get();
    }
    Outcome outcome = generate("tiny", "--events=1");

    assertThat(outcome.exit(), is(Launcher.FAILED));
    assertThat(outcome.errors(), hasSize(1));
    assertThat(
        outcome.errors().get(0),
        allOf(containsString("failed: topic tiny took 0 events"), not(containsString("\tat "))));
    assertThat(outcome.out(), is(empty()));
  }

  /** The process that is asked to end. */
  public static void main(String[] args) {
    System.exit(Tallybeam.run("direct", List.of("--runner=DirectRunner"), args));
  }

  private static Process child(String topic, Path out) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                GenerateTopicTest.class.getName(),
                "generate",
                "--bootstrapServers=" + kafka.bootstrapServers(),
                "--topic=" + topic,
                "--live",
                "--rate=2000",
                "--events=0")
            .redirectError(folder.resolve("child.log").toFile())
            .redirectOutput(out.toFile());
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return builder.start();
  }

  private static Outcome generate(String topic, String... more) {
    List<String> args = new ArrayList<>();
    args.add("generate");
    args.add("--bootstrapServers=" + kafka.bootstrapServers());
    args.add("--topic=" + topic);
    args.addAll(List.of(more));
    return CommandLine.run(args.toArray(String[]::new));
  }

  private static long count(String topic, int partitions) {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      return consumer.endOffsets(partitions(topic, partitions)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  private static Map<Integer, List<String>> values(String topic, int partitions) {
    Map<Integer, List<String>> values = new TreeMap<>();
    long left = count(topic, partitions);
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(partitions(topic, partitions));
      consumer.seekToBeginning(consumer.assignment());
      while (left > 0) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          values.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record.value());
          left--;
        }
      }
    }
    return values;
  }

  private static List<TopicPartition> partitions(String topic, int partitions) {
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.add(new TopicPartition(topic, partition));
    }
    return all;
  }

  private static KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
