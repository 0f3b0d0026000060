package io.tallybeam.topic;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Blocks of records made up by tests. */
public final class Records {

  private final TopicBlock.Writer writer;
  private final List<byte[]> blocks = new ArrayList<>();
  private boolean open;

  /** Records of a partition. */
  public Records(String topic, int partition) {
    writer = new TopicBlock.Writer(topic, partition);
  }

  /** Appends a record. */
  public Records add(long offset, long timestamp, byte @Nullable [] value) {
    writer.add(offset, timestamp, value);
    open = true;
    return this;
  }

  /** Lets the next record begin a block. */
  public Records cut() {
    if (open) {
      blocks.add(writer.finish());
      open = false;
    }
    return this;
  }

  /** The blocks so far. */
  public List<byte[]> blocks() {
    cut();
    return List.copyOf(blocks);
  }

  /** The only block. */
  public byte[] block() {
    List<byte[]> all = blocks();
    if (all.size() != 1) {
      throw new IllegalStateException(all.size() + " blocks");
    }
    return all.get(0);
  }
}
