package io.tallybeam.topic;

import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.window.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A topic as the tests read it. */
final class TestTopic {

  static final long DELAY = 30_000;

  /**
   * The years that a plausible time has by default: a time beyond would be refused by its range.
   */
  private static final TimeRange PLAUSIBLE =
      new TimeRange(
          Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("2200-01-01T00:00:00Z").toEpochMilli());

  static final TopicTimes TIMES = times(Duration.ofSeconds(1));

  private TestTopic() {}

  static TopicTimes times(Duration idleTimeout) {
    return new TopicTimes(
        LlmOpsFormat.INSTANCE,
        1 << 20,
        PLAUSIBLE,
        Duration.ofMinutes(10),
        Duration.ofMillis(DELAY),
        idleTimeout);
  }

  static TopicSettings settings(LocalKafka kafka, String topic, long startMillis) {
    return new TopicSettings(
        kafka.bootstrapServers(), topic, "group-" + topic, startMillis, Map.of());
  }

  static ReadTopic read(LocalKafka kafka, String topic, int partitions, long startMillis) {
    TopicSettings settings = settings(kafka, topic, startMillis);
    return ReadTopic.from(settings, TIMES, TopicCheck.id(settings), partitions);
  }
}
