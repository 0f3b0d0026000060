package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, read in streaming mode. */
class ReadTopicTest {

  private static final long NOON = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final long DELAY = 30_000;
  private static final long AHEAD = TestTopic.TIMES.aheadTolerance().toMillis();
  private static final long EARLIEST = TopicSettings.EARLIEST;

  @TempDir static Path folder;
  private static LocalKafka kafka;

  private final String topic = "topic-" + UUID.randomUUID();

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = LocalKafka.start(folder);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    kafka.close();
  }

  @Test
  void everyRecordComesOnceAndInBlocks() throws Exception {
    kafka.create(topic, 4);
    write(kafka, 4, 0, 20_000);
    try (Producing producing = new Producing(kafka, topic);
        StreamRun run = new StreamRun(direct(), read(4), List.of())) {
      run.await(all -> StreamRun.records(all) >= 20_000);
      // What came twice would have come before these.
      for (int partition = 0; partition < 4; partition++) {
        producing.send(partition, null, "last");
      }
      List<StreamRun.Seen> seen = run.await(all -> lasts(all) == 4);
      Map<String, Long> expected = sent(4, 20_000);
      for (int partition = 0; partition < 4; partition++) {
        expected.put(partition + " last", 1L);
      }
      assertThat(counts(seen), is(expected));
      List<StreamRun.Block> blocks =
          seen.stream()
              .filter(StreamRun.Block.class::isInstance)
              .map(StreamRun.Block.class::cast)
              .toList();
      assertThat(blocks.size(), is(lessThan(2_000)));
      run.awaitCounter("records_read", 20_004);
      run.awaitCounter("bytes_read", blocks.stream().mapToLong(StreamRun.Block::bytes).sum());
    }
  }

  @Test
  void partitionsThatStandStillFollowTheOthers() throws Exception {
    kafka.create(topic, 4);
    try (Producing producing = new Producing(kafka, topic);
        StreamRun run = new StreamRun(direct(), read(4), List.of(NOON))) {
      // Partition 1 has an old call, partition 2 one that is no call, partition 3 nothing.
      producing.calls(1, NOON - HOUR);
      producing.send(2, null, "{");
      producing.calls(0, NOON - 1, NOON + DELAY + 1);
      run.await(fired(NOON));
    }
  }

  @Test
  void markersOfTransactionsDoNotKeepAPartitionFromBeingIdle() throws Exception {
    kafka.create(topic, 2);
    try (Producing producing =
            new Producing(kafka, topic, Map.of("transactional.id", "id-" + topic));
        StreamRun run = new StreamRun(direct(), read(2), List.of(NOON))) {
      producing.producer().initTransactions();
      producing.producer().beginTransaction();
      producing.calls(0, NOON + DELAY + 1);
      producing.calls(1, NOON - HOUR);
      producing.producer().commitTransaction();
      producing.producer().beginTransaction();
      producing.calls(0, NOON + 3 * HOUR);
      producing.producer().abortTransaction();
      List<StreamRun.Seen> seen = run.await(fired(NOON));
      assertThat(StreamRun.records(seen), is(2L));
    }
  }

  /**
   * Nor where its record's is there, too. Had one been believed, the last timer would have fired
   * long before the third.
   */
  @Test
  void aTimeInTheFarFutureMovesNothing() throws Exception {
    kafka.create(topic, 1, Map.of("message.timestamp.after.max.ms", "" + Long.MAX_VALUE));
    long far = System.currentTimeMillis() + 100 * HOUR;
    try (Producing producing = new Producing(kafka, topic);
        StreamRun run = new StreamRun(direct(), read(1), List.of(NOON, NOON + HOUR, far - HOUR))) {
      producing.send(0, far, Producing.call(far));
      producing.calls(0, far, NOON + DELAY + 1);
      run.await(fired(NOON));
      producing.calls(0, NOON + HOUR + DELAY + 1);
      List<StreamRun.Seen> seen = run.await(fired(NOON + HOUR));
      assertThat(fired(far - HOUR).test(seen), is(false));
    }
  }

  @Test
  void aRestartOfTheBrokerLosesNothing(@TempDir Path ownFolder) throws Exception {
    try (LocalKafka restarted = LocalKafka.start(ownFolder)) {
      restarted.create(topic, 2);
      write(restarted, 2, 0, 5_000);
      try (StreamRun run = new StreamRun(direct(), read(restarted, 2, EARLIEST), List.of())) {
        run.await(all -> StreamRun.records(all) >= 5_000);
        restarted.kill();
        restarted.start();
        write(restarted, 2, 5_000, 10_000);
        List<StreamRun.Seen> seen = run.await(all -> StreamRun.records(all) >= 10_000);
        assertThat(counts(seen), is(sent(2, 10_000)));
      }
    }
  }

  /**
   * From as long before it on as an event may be ahead of its record. Partition 1 has nothing from
   * then on, until it is being read.
   */
  @Test
  void readingStartsAtATime() throws Exception {
    kafka.create(topic, 2);
    try (Producing producing = new Producing(kafka, topic)) {
      for (int i = 0; i < 10; i++) {
        producing.send(0, NOON + i, "a" + i);
        producing.send(1, NOON - 10 + i, "b" + i);
      }
      producing.settle();
      try (StreamRun run = new StreamRun(direct(), read(kafka, 2, NOON + 7 + AHEAD), List.of())) {
        run.await(all -> StreamRun.records(all) >= 3);
        // Which partition is asked first is open: this one is written until it is read.
        run.await(
            all -> {
              producing.send(1, NOON + 20, "later");
              return counts(all).containsKey("1 later");
            });
        Map<String, Long> seen = counts(run.await(all -> true));
        seen.remove("1 later");
        assertThat(seen, is(Map.of("0 a7", 1L, "0 a8", 1L, "0 a9", 1L)));
      }
    }
  }

  @Test
  void aRecordLargerThanAFetchIsRead() throws Exception {
    kafka.create(topic, 1);
    String large = "x".repeat(5 << 20);
    try (Producing producing =
        new Producing(
            kafka, topic, Map.of("max.request.size", 8 << 20, "compression.type", "gzip"))) {
      producing.send(0, null, "before");
      producing.send(0, null, large);
      producing.send(0, null, "after");
    }
    try (StreamRun run = new StreamRun(direct(), read(1), List.of())) {
      List<StreamRun.Seen> seen = run.await(all -> StreamRun.records(all) >= 3);
      assertThat(counts(seen), is(Map.of("0 before", 1L, "0 " + large, 1L, "0 after", 1L)));
    }
  }

  /** A checkpoint may point to records that the broker has deleted since. */
  @Test
  void recordsDeletedBeforeTheyWereReadAreCounted() throws Exception {
    kafka.create(topic, 1);
    try (Producing producing = new Producing(kafka, topic)) {
      producing.calls(0, NOON, NOON + 1, NOON + 2);
    }
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = kafka.admin()) {
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();
    }
    PartitionFeed feed = new PartitionFeed();
    try (BlockConsumer consumer = consumer(partition, feed, id())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      ConsumerRecords<byte[], byte[]> read = ConsumerRecords.empty();
      while (read.isEmpty()) {
        read = consumer.poll(Duration.ofSeconds(1));
      }
      TopicBlock block = new TopicBlock(read.iterator().next().value());
      assertThat(block.next(), is(true));
      assertThat(block.offset(), is(2L));
      assertThat(feed.takeLost(), is(2L));
      // Behind the end: the topic is another one than was read before.
      consumer.seek(partition, 1_000);
      assertThrows(
          IllegalStateException.class,
          () -> {
            while (true) {
              consumer.poll(Duration.ofSeconds(1));
            }
          });
    }
  }

  /** What a runner does that starts a reader again, at an offset that the new topic has, too. */
  @Test
  void anotherTopicOfTheNameIsNotRead() throws Exception {
    kafka.create(topic, 1);
    write(kafka, 1, 0, 3);
    String meant = id();
    kafka.recreate(topic, 1);
    write(kafka, 1, 0, 9);
    TopicPartition partition = new TopicPartition(topic, 0);
    try (BlockConsumer consumer = consumer(partition, new PartitionFeed(), meant)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 3);
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> {
                while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {}
              });
      assertThat(refused.getMessage(), startsWith(topic + " was made anew while the stream ran"));
    }
  }

  private BlockConsumer consumer(TopicPartition partition, PartitionFeed feed, String id) {
    TopicSettings settings = TestTopic.settings(kafka, topic, EARLIEST);
    return new BlockConsumer(
        Consumers.reading(settings, Map.of()),
        TestTopic.TIMES,
        Map.of(partition, feed),
        new TopicIdentity(settings, id),
        new NewPartitions(topic, 1, NewPartitions.INTERVAL));
  }

  private String id() {
    return TopicCheck.id(TestTopic.settings(kafka, topic, EARLIEST));
  }

  private void write(LocalKafka broker, int partitions, int from, int to) throws Exception {
    try (Producing producing = new Producing(broker, topic)) {
      for (int i = from; i < to; i++) {
        producing.send(i % partitions, null, "event " + i);
      }
    }
  }

  private static Map<String, Long> sent(int partitions, int events) {
    Map<String, Long> sent = new TreeMap<>();
    for (int i = 0; i < events; i++) {
      sent.merge(i % partitions + " event " + i, 1L, Long::sum);
    }
    return sent;
  }

  private static long lasts(List<StreamRun.Seen> seen) {
    return counts(seen).keySet().stream().filter(record -> record.endsWith(" last")).count();
  }

  private static Predicate<List<StreamRun.Seen>> fired(long time) {
    return seen -> seen.contains(new StreamRun.Fired(time));
  }

  private static Map<String, Long> counts(List<StreamRun.Seen> seen) {
    return seen.stream()
        .filter(StreamRun.Value.class::isInstance)
        .map(StreamRun.Value.class::cast)
        .collect(
            Collectors.groupingBy(
                record -> record.partition() + " " + record.value(),
                TreeMap::new,
                Collectors.counting()));
  }

  private ReadTopic read(int partitions) {
    return read(kafka, partitions, EARLIEST);
  }

  private ReadTopic read(LocalKafka broker, int partitions, long startMillis) {
    return TestTopic.read(broker, topic, partitions, startMillis);
  }

  private static PipelineOptions direct() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(3);
    return options;
  }
}
