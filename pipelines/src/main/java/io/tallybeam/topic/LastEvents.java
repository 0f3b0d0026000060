package io.tallybeam.topic;

import io.tallybeam.live.PartitionClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the last event of every partition. For one thread. */
final class LastEvents {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int POLLS = 50;

  /**
   * How far back an event is looked for, in offsets: the last ones may be markers of transactions,
   * or records that are no calls.
   */
  private static final long[] STEPS = {1, 16, 256, 4096};

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final TopicTimes times;

  /** What was found below which end: a partition that stands still is not read again. */
  private final Map<TopicPartition, Found> found = new HashMap<>();

  private record Found(long end, long latestMillis) {}

  LastEvents(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, TopicTimes times) {
    this.consumer = consumer;
    this.partitions = List.copyOf(partitions);
    this.times = times;
  }

  /** The partitions' ends at this moment, and the largest believed time of their last events. */
  TopicHeads.Heads look() {
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<TopicPartition> open = new ArrayList<>(partitions);
    open.removeIf(partition -> isKnown(partition, starts, ends));
    for (long step : STEPS) {
      Map<TopicPartition, Long> latest =
          read(open, p -> Math.max(starts.get(p), ends.get(p) - step), ends);
      latest.forEach((p, millis) -> found.put(p, new Found(ends.get(p), millis)));
      open.removeIf(p -> latest.containsKey(p) || ends.get(p) - step <= starts.get(p));
    }
    long all =
        found.values().stream().mapToLong(Found::latestMillis).max().orElse(PartitionClock.NONE);
    return new TopicHeads.Heads(all, Map.copyOf(ends), System.currentTimeMillis());
  }

  private boolean isKnown(
      TopicPartition partition, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    long end = ends.get(partition);
    Found before = found.get(partition);
    return end <= starts.get(partition) || (before != null && before.end() == end);
  }

  /** The largest time found in each partition between two offsets, if there is one. */
  private Map<TopicPartition, Long> read(
      List<TopicPartition> open,
      ToLongFunction<TopicPartition> from,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> latest = new HashMap<>();
    consumer.assign(open);
    open.forEach(partition -> consumer.seek(partition, from.applyAsLong(partition)));
    Set<TopicPartition> unread = new HashSet<>(open);
    for (int poll = 0; poll < POLLS && !unread.isEmpty(); poll++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.get(partition)) {
          EventSpan span = span(record);
          if (!span.isEmpty()) {
            latest.merge(partition, span.latestMillis(), Math::max);
          }
        }
      }
      unread.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
    }
    return latest;
  }

  private EventSpan span(ConsumerRecord<byte[], byte[]> record) {
    TopicBlock.Writer block = new TopicBlock.Writer(record.topic(), record.partition());
    block.add(record, System.currentTimeMillis());
    return EventSpan.of(block.finish(), 1, times, times.format()::parse);
  }
}
