package io.tallybeam.event;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Names that were seen before, found by their bytes. Bounded, and as fast for hostile names as for
 * others: names of one hash take the place of each other.
 */
final class NameCache {

  private static final int SETS = 1 << 13;
  private static final int WAYS = 4;

  private final @Nullable CallNames[] slots = new CallNames[SETS * WAYS];

  /** The hashes of the names, to look at none in vain: they are spread over the memory. */
  private final int[] hashes = new int[SETS * WAYS];

  private int next;

  /** The names whose bytes are the first {@code length} of {@code bytes}. */
  CallNames get(byte[] bytes, int length) {
    int hash = CallNames.hash(bytes, length);
    int first = (hash & (SETS - 1)) * WAYS;
    for (int slot = first; slot < first + WAYS; slot++) {
      if (hashes[slot] == hash) {
        CallNames known = slots[slot];
        if (known != null && known.hasBytes(bytes, length)) {
          return known;
        }
      }
    }
    CallNames names = CallNames.ofBytes(Arrays.copyOf(bytes, length));
    int slot = slotFor(first);
    slots[slot] = names;
    hashes[slot] = hash;
    return names;
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
