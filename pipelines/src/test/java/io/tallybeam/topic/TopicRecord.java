package io.tallybeam.topic;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A record of a topic, and the block of several.
 *
 * @param offset in its partition
 * @param timestamp its own time, or {@link TopicBlock#NO_TIMESTAMP}
 * @param value its bytes, if it has a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record TopicRecord(long offset, long timestamp, byte @Nullable [] value) {

  /** The block of {@code records}, as a source gives it. */
  public static byte[] block(String topic, int partition, List<TopicRecord> records) {
    TopicBlock.Writer block = new TopicBlock.Writer(topic, partition);
    records.forEach(record -> block.add(record.offset, record.timestamp, record.value));
    return block.finish();
  }
}
