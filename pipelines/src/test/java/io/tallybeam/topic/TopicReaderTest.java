package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.window.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.runners.core.metrics.MetricUpdates;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream tells of what it could not read. */
class TopicReaderTest {

  private static final long NOON = 1_714_564_800_000L;

  @TempDir static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = LocalKafka.start(folder);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    kafka.close();
  }

  /** A checkpoint may point to records that the broker has deleted since. */
  @Test
  void countsRecordsThatWereDeletedBeforeTheyWereRead() throws Exception {
    kafka.create("cut", 1);
    TopicPartition partition = new TopicPartition("cut", 0);
    try (Producing producing = new Producing(kafka, "cut");
        Admin admin = kafka.admin()) {
      producing.calls(0, NOON, NOON + 1, NOON + 2);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(2))).all().get();
    }
    KafkaCheckpointMark mark =
        new KafkaCheckpointMark(
            List.of(new KafkaCheckpointMark.PartitionMark("cut", 0, 0, NOON)), Optional.empty());
    TopicReading reading = new TopicReading(settings("cut", Map.of()), TestTopic.TIMES, id("cut"));
    MetricsContainerImpl metrics = new MetricsContainerImpl("step");
    MetricsEnvironment.setCurrentContainer(metrics);
    try (TopicReader reader =
        new TopicReader(
            TopicSource.of(reading, 1), reading, mark, PipelineOptionsFactory.create())) {
      reader.start();
      // It is told once a second.
      while (!values(metrics.getUpdates().counterUpdates()).containsKey("records_lost")) {
        Thread.sleep(100);
        reader.advance();
      }
    } finally {
      MetricsEnvironment.setCurrentContainer(null);
    }

    Map<String, Long> counters = values(metrics.getUpdates().counterUpdates());
    assertThat(counters.get("records_lost"), is(2L));
    assertThat(counters.get("records_read"), is(1L));
    Map<String, ?> gauges = values(metrics.getUpdates().gaugeUpdates());
    assertThat(gauges, hasKey("partitions_unread"));
    assertThat(gauges, hasKey("watermark_lag_millis"));
  }

  @Test
  void aConsumerSeesPartitionsThatNobodyReads() throws Exception {
    kafka.create("grown", 1);
    TopicPartition partition = new TopicPartition("grown", 0);
    TopicSettings settings = settings("grown", Map.of("metadata.max.age.ms", "200"));
    NewPartitions unread = new NewPartitions("grown", 1, Duration.ZERO);
    try (BlockConsumer consumer = consumer(settings, TestTopic.TIMES, unread)) {
      consumer.assign(List.of(partition));
      consumer.poll(Duration.ofMillis(100));
      assertThat(unread.count(), is(0));
      try (Admin admin = kafka.admin()) {
        admin
            .createPartitions(
                Map.of("grown", org.apache.kafka.clients.admin.NewPartitions.increaseTo(3)))
            .all()
            .get();
      }
      while (unread.count() != 2) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
  }

  /**
   * A library that cannot be loaded: KafkaIO passes on exceptions, and an Error ends its thread.
   */
  @Test
  void anErrorReachesTheReader() throws Exception {
    kafka.create("failing", 1);
    TopicTimes times =
        new TopicTimes(
            (bytes, offset, length) -> {
              throw new NoClassDefFoundError("of a library");
            },
            1 << 20,
            TimeRange.ALWAYS,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    try (Producing producing = new Producing(kafka, "failing")) {
      producing.calls(0, NOON);
    }
    TopicSettings settings = settings("failing", Map.of());
    try (BlockConsumer consumer =
        consumer(settings, times, new NewPartitions("failing", 1, Duration.ZERO))) {
      consumer.assign(List.of(new TopicPartition("failing", 0)));
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () -> {
                while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {}
              });
      assertThat(failure.getCause(), instanceOf(NoClassDefFoundError.class));
    }
  }

  private static BlockConsumer consumer(
      TopicSettings settings, TopicTimes times, NewPartitions unread) {
    return new BlockConsumer(
        Consumers.reading(settings, Map.of()),
        times,
        Map.of(new TopicPartition(settings.topic(), 0), new PartitionFeed()),
        new TopicIdentity(settings, id(settings.topic())),
        unread);
  }

  private static TopicSettings settings(String topic, Map<String, String> client) {
    return new TopicSettings(
        kafka.bootstrapServers(), topic, "group", TopicSettings.EARLIEST, client);
  }

  private static String id(String topic) {
    return TopicCheck.id(settings(topic, Map.of()));
  }

  private static <T> Map<String, T> values(Iterable<MetricUpdates.MetricUpdate<T>> updates) {
    Map<String, T> values = new TreeMap<>();
    updates.forEach(
        update -> values.put(update.getKey().metricName().getName(), update.getUpdate()));
    return values;
  }
}
