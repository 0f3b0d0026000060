package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Names that were seen before, found by their bytes. Bounded, and as fast for hostile names as for
 * others: names of one hash take the place of each other. One for each worker: not safe for several
 * threads.
 */
public final class NameCache {

  private static final int SETS = 1 << 13;
  private static final int WAYS = 4;

  /** Of all names together; their objects weigh two to three times as much. */
  private static final int MAX_BYTES = 16 << 20;

  private final @Nullable CallNames[] slots = new CallNames[SETS * WAYS];

  /** The hashes of the names, to look at none in vain: they are spread over the memory. */
  private final int[] hashes = new int[SETS * WAYS];

  private int next;
  private int bytes;

  /** No names. */
  public NameCache() {}

  /**
   * Reads what {@link CallNames#write} wrote.
   *
   * @throws IllegalStateException if these bytes are no names
   */
  public CallNames read(ByteReader in) {
    int length = (int) Math.min(Integer.MAX_VALUE, in.readVarLong());
    int start = in.position();
    in.skip(length);
    return get(in.array(), start, length);
  }

  /** The names whose bytes are {@code of[offset, offset + length)}. */
  CallNames get(byte[] of, int offset, int length) {
    int hash = CallNames.hash(of, offset, length);
    int first = (hash & (SETS - 1)) * WAYS;
    for (int slot = first; slot < first + WAYS; slot++) {
      if (hashes[slot] == hash) {
        CallNames known = slots[slot];
        if (known != null && known.hasBytes(of, offset, length)) {
          return known;
        }
      }
    }
    CallNames names = CallNames.ofBytes(Arrays.copyOfRange(of, offset, offset + length));
    put(slotFor(first), names, hash);
    return names;
  }

  private void put(int slot, CallNames names, int hash) {
    CallNames replaced = slots[slot];
    bytes += names.byteLength() - (replaced == null ? 0 : replaced.byteLength());
    if (bytes > MAX_BYTES) {
      Arrays.fill(slots, null);
      bytes = names.byteLength();
    }
    slots[slot] = names;
    hashes[slot] = hash;
  }

  private int slotFor(int first) {
    for (int slot = first; slot < first + WAYS; slot++) {
      if (slots[slot] == null) {
        return slot;
      }
    }
    return first + (next++ & (WAYS - 1));
  }
}
