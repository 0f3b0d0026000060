package io.tallybeam.live;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.partial.Key;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How often the rows of a window were corrected; those never corrected take no room.
 *
 * <p>They stay packed until one of them is asked for: each late parcel reads the state of its
 * window, and only a firing wants them.
 */
public final class Revisions {

  private final Map<String, Map<Key, Integer>> byTable = new TreeMap<>();

  /** What was read; null once it is unpacked. */
  private byte @Nullable [] packed;

  /** No corrections. */
  public Revisions() {}

  void add(String table, Key key) {
    unpack();
    byTable.computeIfAbsent(table, name -> new TreeMap<>()).merge(key, 1, Integer::sum);
  }

  int of(String table, Key key) {
    unpack();
    return byTable.getOrDefault(table, Map.of()).getOrDefault(key, 0);
  }

  /** Writes them. */
  public void write(ByteWriter out) {
    if (packed != null) {
      out.writeBytes(packed, 0, packed.length);
      return;
    }
    out.writeVarLong(byTable.size());
    byTable.forEach(
        (table, revisions) -> {
          out.writeUtf8(table);
          out.writeVarLong(revisions.size());
          revisions.forEach(
              (key, revision) -> {
                key.write(out);
                out.writeVarLong(revision);
              });
        });
  }

  /** Reads what {@link #write} wrote, which is all that is left of {@code in}. */
  public static Revisions read(ByteReader in) {
    Revisions revisions = new Revisions();
    revisions.packed = in.readRest();
    return revisions;
  }

  private void unpack() {
    if (packed == null) {
      return;
    }
    ByteReader in = new ByteReader(packed, 0, packed.length);
    packed = null;
    long tables = in.readVarLong();
    for (long i = 0; i < tables; i++) {
      Map<Key, Integer> byKey = new TreeMap<>();
      byTable.put(in.readUtf8(), byKey);
      long keys = in.readVarLong();
      for (long k = 0; k < keys; k++) {
        Key key = Key.read(in);
        byKey.put(key, (int) in.readVarLong());
      }
    }
  }
}
