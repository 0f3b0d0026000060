package io.tallybeam.fold;

import io.tallybeam.event.CallNames;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Numbers names over many blocks, each of which finds its own numbers by these: one hash table for
 * all fits into a processor's cache.
 *
 * <p>Names that were numbered here last remember it; others are found by open addressing. Names are
 * anybody's, and can be chosen to have one hash: those that are not near their slot are kept in a
 * map, which stays fast for them.
 */
public final class NameOrdinals {

  private static final int NEAR = 16;
  private static final int MANY = 1 << 14;
  private static final long MANY_BYTES = 16 << 20;

  private static final AtomicInteger TABLES = new AtomicInteger();

  private final int table = TABLES.incrementAndGet();
  private @Nullable CallNames[] names = new CallNames[1 << 10];
  private int[] ordinals = new int[1 << 10];
  private int inSlots;
  private long bytes;
  private final Map<CallNames, Integer> far = new HashMap<>();

  /** No names. */
  public NameOrdinals() {}

  /** How many names there are. */
  int size() {
    return inSlots + far.size();
  }

  /** Whether there are so many names that it is time to begin anew. */
  public boolean isFull() {
    return size() >= MANY || bytes >= MANY_BYTES;
  }

  /** How long all names are together. */
  long bytes() {
    return bytes;
  }

  int of(CallNames of) {
    int remembered = of.numberIn(table);
    if (remembered >= 0) {
      return remembered;
    }
    int ordinal = find(of);
    of.rememberNumber(table, ordinal);
    return ordinal;
  }

  private int find(CallNames of) {
    int slot = of.hashCode() & (names.length - 1);
    for (int i = 0; i < NEAR; i++) {
      if (names[slot] == null) {
        break;
      }
      if (of.equals(names[slot])) {
        return ordinals[slot];
      }
      slot = (slot + 1) & (names.length - 1);
    }
    Integer known = far.get(of);
    return known == null ? add(of) : known;
  }

  private int add(CallNames of) {
    if (inSlots * 2 == names.length) {
      grow();
    }
    int ordinal = size();
    put(of, ordinal);
    bytes += of.byteLength();
    return ordinal;
  }

  private void put(CallNames of, int ordinal) {
    int slot = of.hashCode() & (names.length - 1);
    for (int i = 0; i < NEAR; i++) {
      if (names[slot] == null) {
        names[slot] = of;
        ordinals[slot] = ordinal;
        inSlots++;
        return;
      }
      slot = (slot + 1) & (names.length - 1);
    }
    far.put(of, ordinal);
  }

  private void grow() {
    @Nullable CallNames[] old = names;
    int[] oldOrdinals = ordinals;
    names = new CallNames[old.length * 2];
    ordinals = new int[old.length * 2];
    inSlots = 0;
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        put(old[i], oldOrdinals[i]);
      }
    }
  }
}
