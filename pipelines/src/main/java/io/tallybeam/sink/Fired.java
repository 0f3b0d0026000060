package io.tallybeam.sink;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.live.Letters;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stream has written and not committed yet: one shard of a window, whose rows take the place
 * of those that it wrote before; or dead letters, which only come.
 *
 * @param windowStart the window, or {@link Key#NO_WINDOW} for dead letters
 * @param shard of the tenants, as the files are named
 * @param firing how often the window had fired before: of two the later one holds more
 * @param watermark how far the stream is known to be, or {@link Key#NO_WINDOW}
 * @param files at most one a table where a window is replaced
 * @param counts what became of events since it was told last, by window
 */
public record Fired(
    long windowStart,
    ShardName shard,
    int firing,
    long watermark,
    List<WrittenFile> files,
    Map<Long, LedgerCounts> counts) {

  /** Files whose rows come beside what is there. */
  public static Fired letters(List<WrittenFile> files, Map<Long, LedgerCounts> counts) {
    return new Fired(Key.NO_WINDOW, ShardName.NONE, 0, Key.NO_WINDOW, files, counts);
  }

  boolean replaces() {
    return windowStart != Key.NO_WINDOW;
  }

  /**
   * Of what was written of a shard of a window only the last is wanted, in whatever order it came.
   */
  static List<Fired> lastOfEach(List<Fired> all) {
    Map<List<Long>, Fired> last = new LinkedHashMap<>();
    List<Fired> letters = new ArrayList<>();
    for (Fired one : all) {
      if (one.replaces()) {
        last.merge(
            List.of(one.windowStart, (long) one.shard.shard()),
            one,
            (before, now) -> before.firing > now.firing ? before : now);
      } else {
        letters.add(one);
      }
    }
    letters.addAll(last.values());
    return letters;
  }

  /** As an element. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(windowStart);
      out.writeInt(shard.shard());
      out.writeInt(shard.shards());
      out.writeInt(firing);
      out.writeLong(watermark);
      out.writeInt(files.size());
      for (WrittenFile file : files) {
        byte[] written = file.toBytes();
        out.writeInt(written.length);
        out.write(written);
      }
      ByteWriter counted = Letters.writeCounts(counts);
      out.writeInt(counted.size());
      out.write(counted.array(), 0, counted.size());
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} wrote. */
  static Fired of(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long windowStart = in.readLong();
      ShardName shard = new ShardName(in.readInt(), in.readInt());
      int firing = in.readInt();
      long watermark = in.readLong();
      int size = in.readInt();
      List<WrittenFile> files = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        files.add(WrittenFile.of(in.readNBytes(in.readInt())));
      }
      Map<Long, LedgerCounts> counts = Letters.readCounts(in.readNBytes(in.readInt()));
      return new Fired(windowStart, shard, firing, watermark, files, counts);
    }
  }
}
