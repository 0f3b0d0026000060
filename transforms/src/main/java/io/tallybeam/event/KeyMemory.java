package io.tallybeam.event;

import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The keys of the line before, by their position in it: a producer writes its fields in one order.
 * A key is remembered with its quotes and the colon.
 */
final class KeyMemory {

  /** Keys at this position and behind it share it, and are mostly read anew. */
  private static final int LAST = 63;

  /** No field that is read has a longer name; what a line calls another is its own affair. */
  private static final int MAX_BYTES = 64;

  private final byte @Nullable [][] keys = new byte[LAST + 1][];
  private final int[] fields = new int[LAST + 1];

  /** The index behind the key at {@code i}, if it is the one at {@code position}; else -1. */
  int behind(int position, byte[] bytes, int i, int end) {
    byte[] key = keys[Math.min(position, LAST)];
    if (key == null) {
      return -1;
    }
    int behind = i + key.length;
    return behind <= end && Arrays.equals(key, 0, key.length, bytes, i, behind) ? behind : -1;
  }

  /** The field of the key at {@code position} that was remembered last. */
  int field(int position) {
    return fields[Math.min(position, LAST)];
  }

  /** Remembers {@code bytes[from, behind)}; of a long one only what it is. */
  void remember(int position, int field, byte[] bytes, int from, int behind) {
    keys[Math.min(position, LAST)] =
        behind - from <= MAX_BYTES ? Arrays.copyOfRange(bytes, from, behind) : null;
    fields[Math.min(position, LAST)] = field;
  }
}
