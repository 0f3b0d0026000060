package io.tallybeam.topic;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of partitions that a topic got after the stream was started, which nobody reads.
 *
 * <p>Asked by the thread that polls, read by the one that reports.
 */
final class NewPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(NewPartitions.class);

  /** Often enough for what a person has to mend. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String topic;
  private final int known;
  private final long intervalNanos;
  private long looked = System.nanoTime();
  private volatile int count;

  /**
   * Of a topic that had {@code known} partitions when the stream was started.
   *
   * @param interval how long after one look the next one is taken
   */
  NewPartitions(String topic, int known, Duration interval) {
    this.topic = topic;
    this.known = known;
    this.intervalNanos = interval.toNanos();
  }

  /** Looks when it is time, by what the consumer knows of its topic anyway. */
  void look(Consumer<?, ?> consumer) {
    long now = System.nanoTime();
    if (now - looked >= intervalNanos) {
      looked = now;
      see(consumer.partitionsFor(topic));
    }
  }

  void see(List<PartitionInfo> partitions) {
    count = Math.max(0, partitions.size() - known);
    if (count > 0) {
      LOG.error(
          "{} has {} partitions by now, and had {} when the stream was started: what is written to"
              + " the new ones is not read. Stop the stream, and start it without a savepoint,"
              + " --startFrom a window before they were added.",
          topic,
          partitions.size(),
          known);
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }
}
