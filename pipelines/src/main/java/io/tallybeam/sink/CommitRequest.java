package io.tallybeam.sink;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.live.Letters;
import io.tallybeam.measure.LedgerCounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be committed together.
 *
 * @param token its place in the order of the commits of a sink
 * @param previous the id of the commit before it; empty for the first
 * @param watermark how far the stream is known to be, in milliseconds since the epoch
 * @param fired what was written since the commit before
 * @param ledger the whole counts of every window that is touched
 */
record CommitRequest(
    SinkToken token,
    String previous,
    long watermark,
    List<Fired> fired,
    Map<Long, LedgerCounts> ledger) {

  /**
   * The windows that fire for the first time in this life of the stream's state: all calls that the
   * ledger has of them came with this commit. What the tables have of them is of an earlier life,
   * or of another run.
   */
  Set<Long> begun() {
    Map<Long, Long> calls = new TreeMap<>();
    for (Fired one : fired) {
      if (one.replaces()) {
        long window = one.windowStart();
        calls.merge(window, one.counts().get(window).aggregated(), Long::sum);
      }
    }
    calls.entrySet().removeIf(of -> ledger.get(of.getKey()).aggregated() != of.getValue());
    return calls.keySet();
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(token.sink());
    out.writeUTF(token.epoch());
    out.writeLong(token.sequence());
    out.writeUTF(token.id());
    out.writeUTF(previous);
    out.writeLong(watermark);
    out.writeInt(fired.size());
    for (Fired one : fired) {
      byte[] written = one.toBytes();
      out.writeInt(written.length);
      out.write(written);
    }
    ByteWriter counted = Letters.writeCounts(ledger);
    out.writeInt(counted.size());
    out.write(counted.array(), 0, counted.size());
    return bytes.toByteArray();
  }

  /** The id of the commit before the one that {@code bytes} hold. */
  static String previousOf(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    token(in);
    return in.readUTF();
  }

  private static SinkToken token(DataInputStream in) throws IOException {
    return new SinkToken(in.readUTF(), in.readUTF(), in.readLong(), in.readUTF());
  }

  static CommitRequest of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    SinkToken token = token(in);
    String previous = in.readUTF();
    long watermark = in.readLong();
    int size = in.readInt();
    List<Fired> fired = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      fired.add(Fired.of(in.readNBytes(in.readInt())));
    }
    return new CommitRequest(
        token, previous, watermark, fired, Letters.readCounts(in.readNBytes(in.readInt())));
  }
}
