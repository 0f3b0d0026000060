package io.tallybeam.topic;

import io.tallybeam.error.FinalFailure;
import io.tallybeam.event.EventParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer whose records are blocks: the value is a {@link TopicBlock}, the key its {@link
 * EventSpan}, the offset that of the block's last record.
 *
 * <p>KafkaIO makes an element of every record, which costs more than reading it. Blocks are made,
 * and their events' times read, on KafkaIO's own thread for polling, beside the rest of the work.
 */
final class BlockConsumer extends KafkaConsumer<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(BlockConsumer.class);

  /** A block is closed at this size, so that it has at most one record more. */
  private static final int BLOCK_BYTES = Consumers.ARRAY_BYTES;

  private static final Duration SHORT = Duration.ofMillis(100);

  private final TopicTimes times;
  private final EventParser parser;
  private final Map<TopicPartition, PartitionFeed> feeds;

  private final TopicIdentity identity;
  private final NewPartitions newPartitions;

  BlockConsumer(
      Map<String, Object> properties,
      TopicTimes times,
      Map<TopicPartition, PartitionFeed> feeds,
      TopicIdentity identity,
      NewPartitions newPartitions) {
    super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.times = times;
    this.parser = times.format().newParser();
    this.feeds = feeds;
    this.identity = identity;
    this.newPartitions = newPartitions;
  }

  /** Begins at the first record and not where the group was: that is for monitoring only. */
  @Override
  public void assign(Collection<TopicPartition> partitions) {
    super.assign(partitions);
    super.seekToBeginning(partitions);
  }

  /** A partition without a record from that time on is read from its present end. */
  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> from) {
    // Asked for first: a record that comes in between is then found, or lies behind the end.
    Map<TopicPartition, Long> ends = super.endOffsets(from.keySet());
    Map<TopicPartition, OffsetAndTimestamp> found =
        new LinkedHashMap<>(super.offsetsForTimes(from));
    for (Map.Entry<TopicPartition, Long> partition : from.entrySet()) {
      TopicPartition key = partition.getKey();
      if (found.get(key) == null) {
        found.put(
            key, new OffsetAndTimestamp(ends.get(key), partition.getValue(), Optional.empty()));
      }
    }
    return found;
  }

  /** The one that KafkaIO calls. */
  @Override
  @SuppressWarnings({"deprecation", "InlineMeSuggester"})
  public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
    return poll(Duration.ofMillis(timeoutMillis));
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      if (identity.isSure()) {
        return read(timeout);
      }
      Thread.sleep(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      // KafkaIO's thread would end without a word, and its reader wait for ever.
      throw new IllegalStateException(e);
    }
    return ConsumerRecords.empty();
  }

  private ConsumerRecords<byte[], byte[]> read(Duration timeout) {
    Set<TopicPartition> partitions = assignment();
    for (TopicPartition partition : partitions) {
      PartitionFeed feed = feeds.get(partition);
      if (!feed.isStarted()) {
        feed.handedOut(position(partition));
      }
    }
    ConsumerRecords<byte[], byte[]> records = pollOrSkip(timeout);
    long readMillis = System.currentTimeMillis();
    newPartitions.look(this);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> blocks = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
      if (!ofPartition.isEmpty()) {
        blocks.put(partition, blocks(partition, ofPartition, readMillis));
        feeds.get(partition).handedOut(ofPartition.get(ofPartition.size() - 1).offset() + 1);
      }
      reportPosition(partition);
    }
    return new ConsumerRecords<>(blocks);
  }

  /**
   * Does not wait, as KafkaIO would: the commit is for monitoring, and behind it waits the poll.
   */
  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commitAsync(
        offsets,
        (committed, problem) -> {
          if (problem != null) {
            LOG.warn("offsets not committed, which stops nothing: {}", problem.toString());
          }
        });
  }

  private ConsumerRecords<byte[], byte[]> pollOrSkip(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (OffsetOutOfRangeException e) {
      Map<TopicPartition, Long> wanted = e.offsetOutOfRangePartitions();
      super.beginningOffsets(e.partitions())
          .forEach((partition, start) -> skip(partition, wanted.get(partition), start));
      return ConsumerRecords.empty();
    }
  }

  private void skip(TopicPartition partition, long wanted, long start) {
    if (start <= wanted) {
      // When it is tried again there may be so many records, and those before would be skipped.
      throw FinalFailure.from(
          new IllegalStateException(
              partition
                  + " ends before offset "
                  + wanted
                  + ", up to which it was read: the topic was made anew, or its brokers have lost"
                  + " records; start without the savepoint"));
    }
    LOG.error(
        "{}: records {} to {} were deleted before they were read", partition, wanted, start - 1);
    feeds.get(partition).addLost(start - wanted);
    super.seek(partition, start);
  }

  private List<ConsumerRecord<byte[], byte[]>> blocks(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long readMillis) {
    List<ConsumerRecord<byte[], byte[]>> blocks = new ArrayList<>(1);
    TopicBlock.Writer writer = new TopicBlock.Writer(partition.topic(), partition.partition());
    int first = 0;
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      writer.add(record, readMillis);
      if (writer.size() >= BLOCK_BYTES || i == records.size() - 1) {
        byte[] block = writer.finish();
        byte[] span = EventSpan.of(block, i + 1 - first, times, parser).encode();
        blocks.add(
            new ConsumerRecord<>(
                partition.topic(), partition.partition(), record.offset(), span, block));
        first = i + 1;
      }
    }
    return blocks;
  }

  private void reportPosition(TopicPartition partition) {
    try {
      feeds.get(partition).readTo(position(partition, SHORT));
    } catch (TimeoutException e) {
      // The broker is away: the position stays what it was.
      LOG.debug("{}: position not known", partition, e);
    }
  }
}
