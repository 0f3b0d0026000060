package io.tallybeam.topic;

import io.tallybeam.archive.LineFeed;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Records of one partition in the order of the log, as one array of bytes. This is a cursor over
 * them, at first before the first record.
 *
 * <p>Encoded are the topic, the partition, and for each record its offset less the one before it,
 * its timestamp (plus one: 0 is none), the length of its value with a bit that says whether there
 * is a line feed in it, and the value.
 */
public final class TopicBlock {

  /** The timestamp of a record that has none. */
  public static final long NO_TIMESTAMP = -1;

  private final byte[] bytes;
  private final ByteReader reader;
  private final String topic;
  private final int partition;
  private int recordStart;
  private long offset;
  private long timestamp = NO_TIMESTAMP;
  private int valueStart;
  private int valueLength;
  private boolean hasLineFeed;

  /** Reads what a {@link Writer} wrote; the array is not copied. */
  public TopicBlock(byte[] bytes) {
    this.bytes = bytes;
    this.reader = new ByteReader(bytes, 0, bytes.length);
    this.topic = reader.readUtf8();
    this.partition = (int) reader.readVarLong();
  }

  /** The topic. */
  public String topic() {
    return topic;
  }

  /** The number of the partition. */
  public int partition() {
    return partition;
  }

  /** Goes to the next record; false if there is none. */
  public boolean next() {
    if (!reader.hasRemaining()) {
      return false;
    }
    recordStart = reader.position();
    offset += reader.readVarLong();
    timestamp = reader.readVarLong() - 1;
    long length = reader.readVarLong();
    valueLength = (int) (length >>> 1);
    hasLineFeed = (length & 1) != 0;
    valueStart = reader.position();
    reader.skip(valueLength);
    return true;
  }

  /** Goes on to the record that holds {@code bytes()[position]}; false if none from here does. */
  boolean seek(long position) {
    while (next()) {
      if (position >= recordStart && position < valueStart + valueLength) {
        return true;
      }
    }
    return false;
  }

  /** The offset of the record in its partition. */
  public long offset() {
    return offset;
  }

  /** The record's own time in milliseconds since the epoch, or {@link #NO_TIMESTAMP}. */
  public long timestamp() {
    return timestamp;
  }

  /** The whole block, in which the values lie. */
  public byte[] bytes() {
    return bytes;
  }

  /** The index in {@link #bytes} of the first byte of the record's value. */
  public int valueStart() {
    return valueStart;
  }

  /** The bytes of the record's value; 0 for a record without one. */
  public int valueLength() {
    return valueLength;
  }

  /** Whether there is a line feed in the value: it was looked for when the block was made. */
  boolean hasLineFeed() {
    return hasLineFeed;
  }

  /** Encodes blocks, one after the other. */
  static final class Writer {
    /** Of machines whose clocks are kept. */
    private static final long CLOCKS_DIFFER_MILLIS = 60_000;

    private final String topic;
    private final int partition;

    /** Doubled three times it is still below half a megabyte: see {@link Consumers}. */
    private final ByteWriter out = new ByteWriter(62 << 10);

    private long lastOffset;

    Writer(String topic, int partition) {
      this.topic = topic;
      this.partition = partition;
      start();
    }

    private void start() {
      out.reset();
      out.writeUtf8(topic);
      out.writeVarLong(partition);
      lastOffset = 0;
    }

    /**
     * Appends a record that was read at {@code readMillis}. It was written before that: a timestamp
     * far behind it is of a clock that is wrong, and would let events from the far future be
     * believed.
     */
    void add(ConsumerRecord<byte[], byte[]> record, long readMillis) {
      long latest = readMillis + CLOCKS_DIFFER_MILLIS;
      add(record.offset(), Math.min(record.timestamp(), latest), record.value());
    }

    /** Appends a record, with an offset above the last one's. */
    void add(long offset, long timestamp, byte @Nullable [] value) {
      out.writeVarLong(offset - lastOffset);
      out.writeVarLong(timestamp + 1);
      lastOffset = offset;
      if (value == null) {
        out.writeVarLong(0);
        return;
      }
      int length = value.length;
      int lineFeed = LineFeed.indexOf(value, 0, length) < length ? 1 : 0;
      out.writeVarLong((long) length << 1 | lineFeed);
      out.writeBytes(value, 0, length);
    }

    int size() {
      return out.size();
    }

    /** The block; the next record begins another one. */
    byte[] finish() {
      byte[] block = out.toByteArray();
      start();
      return block;
    }
  }
}
