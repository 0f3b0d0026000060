package io.tallybeam.live;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockCoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Events that enter no window, packed: dead letters or late events of one table and day, or events
 * outside the range, which are only counted.
 *
 * @param counts what became of them, by window
 * @param rows their rows, if they have any
 */
public record Letters(Map<Long, LedgerCounts> counts, Optional<Block> rows) {

  /** As an element. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    ByteWriter counted = writeCounts(counts);
    out.writeInt(counted.size());
    out.write(counted.array(), 0, counted.size());
    out.writeBoolean(rows.isPresent());
    if (rows.isPresent()) {
      BlockCoder.of().encode(rows.get(), out);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} wrote. */
  public static Letters of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Map<Long, LedgerCounts> counts = readCounts(in.readNBytes(in.readInt()));
    Optional<Block> rows =
        in.readBoolean() ? Optional.of(BlockCoder.of().decode(in)) : Optional.empty();
    return new Letters(counts, rows);
  }

  /** Counts by window, as bytes. */
  public static ByteWriter writeCounts(Map<Long, LedgerCounts> counts) {
    ByteWriter out = new ByteWriter(32);
    counts.forEach(
        (window, count) -> {
          out.writeFixedLong(window);
          count.write(out);
        });
    return out;
  }

  /** Reads what {@link #writeCounts} wrote. */
  public static Map<Long, LedgerCounts> readCounts(byte[] bytes) {
    Map<Long, LedgerCounts> counts = new TreeMap<>();
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    while (in.hasRemaining()) {
      counts.put(in.readFixedLong(), LedgerCounts.read(in));
    }
    return counts;
  }
}
