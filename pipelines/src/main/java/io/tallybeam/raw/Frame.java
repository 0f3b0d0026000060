package io.tallybeam.raw;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.tallybeam.bytes.ByteOrderMark;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.bytes.SchemaHeader;
import io.tallybeam.topic.TopicBlock;
import java.util.Arrays;
import java.util.Optional;

/** Lines of a block as one zstd frame: small in state, and frames after each other are a file. */
final class Frame {

  /** Levels above take more time than they save space on JSON. */
  static final int LEVEL = 3;

  private final long first;
  private final long last;
  private final long timestamp;
  private final int rawBytes;
  private final byte[] packed;

  private Frame(long first, long last, long timestamp, int rawBytes, byte[] packed) {
    this.first = first;
    this.last = last;
    this.timestamp = timestamp;
    this.rawBytes = rawBytes;
    this.packed = packed;
  }

  /** The records of a block with offsets above {@code above}, if there is anything in them. */
  static Optional<Frame> of(TopicBlock block, long above) {
    ByteWriter lines = new ByteWriter(block.bytes().length);
    long first = -1;
    long last = -1;
    long timestamp = TopicBlock.NO_TIMESTAMP;
    while (block.next()) {
      if (block.offset() <= above) {
        continue;
      }
      if (first < 0) {
        first = block.offset();
        timestamp = block.timestamp();
      }
      last = block.offset();
      append(block, lines);
    }
    return lines.size() == 0
        ? Optional.empty()
        : Optional.of(new Frame(first, last, timestamp, lines.size(), pack(lines)));
  }

  private static void append(TopicBlock block, ByteWriter lines) {
    byte[] bytes = block.bytes();
    int start = block.valueStart();
    int length = block.valueLength();
    if (SchemaHeader.begins(bytes, start, start + length)) {
      start += SchemaHeader.BYTES;
      length -= SchemaHeader.BYTES;
    }
    // A byte order mark belongs to no line of a topic, but would to one within a file.
    if (ByteOrderMark.begins(bytes, start, start + length)) {
      start += ByteOrderMark.BYTES;
      length -= ByteOrderMark.BYTES;
      if (ByteOrderMark.begins(bytes, start, start + length)) {
        // The second one makes it no event, wherever it comes to stand: behind a blank line.
        lines.writeByte('\n');
      }
    }
    if (length > 0) {
      lines.writeBytes(bytes, start, length);
      lines.writeByte('\n');
    }
  }

  private static byte[] pack(ByteWriter lines) {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true)) {
      byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(lines.size()))];
      int size = zstd.compressByteArray(packed, 0, packed.length, lines.array(), 0, lines.size());
      return Arrays.copyOf(packed, size);
    }
  }

  /** The offset of the first record. */
  long first() {
    return first;
  }

  /** The offset of the last record. */
  long last() {
    return last;
  }

  /** The first record's own time, or {@link TopicBlock#NO_TIMESTAMP}. */
  long timestamp() {
    return timestamp;
  }

  /** The bytes of the lines. */
  int rawBytes() {
    return rawBytes;
  }

  /** The zstd frame; not a copy. */
  byte[] packed() {
    return packed;
  }

  /** The lines. */
  byte[] unpack() {
    return Zstd.decompress(packed, rawBytes);
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(packed.length + 40);
    out.writeVarLong(first);
    out.writeVarLong(last - first);
    out.writeVarLong(timestamp + 1);
    out.writeVarLong(rawBytes);
    out.writeBytes(packed, 0, packed.length);
    return out.toByteArray();
  }

  static Frame decode(byte[] encoded) {
    ByteReader in = new ByteReader(encoded, 0, encoded.length);
    long first = in.readVarLong();
    long last = first + in.readVarLong();
    long timestamp = in.readVarLong() - 1;
    int rawBytes = (int) in.readVarLong();
    return new Frame(
        first, last, timestamp, rawBytes, in.readBytes(encoded.length - in.position()));
  }
}
