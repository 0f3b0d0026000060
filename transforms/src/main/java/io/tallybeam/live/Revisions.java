package io.tallybeam.live;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.partial.Key;
import java.util.Map;
import java.util.TreeMap;

/** How often the rows of a window were corrected; those never corrected take no room. */
public final class Revisions {

  private final Map<String, Map<Key, Integer>> byTable = new TreeMap<>();

  /** No corrections. */
  public Revisions() {}

  void add(String table, Key key) {
    byTable.computeIfAbsent(table, name -> new TreeMap<>()).merge(key, 1, Integer::sum);
  }

  int of(String table, Key key) {
    return byTable.getOrDefault(table, Map.of()).getOrDefault(key, 0);
  }

  /** Writes them. */
  public void write(ByteWriter out) {
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

  /** Reads what {@link #write} wrote. */
  public static Revisions read(ByteReader in) {
    Revisions revisions = new Revisions();
    long tables = in.readVarLong();
    for (long i = 0; i < tables; i++) {
      Map<Key, Integer> byKey = new TreeMap<>();
      revisions.byTable.put(in.readUtf8(), byKey);
      long keys = in.readVarLong();
      for (long k = 0; k < keys; k++) {
        Key key = Key.read(in);
        byKey.put(key, (int) in.readVarLong());
      }
    }
    return revisions;
  }
}
