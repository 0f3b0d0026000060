package io.tallybeam.parquet;

import io.tallybeam.bytes.ByteWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The distinct values of a column, in plain encoding, numbered in the order of their coming. */
final class ValueDictionary {

  /** No number: there is no room for the value. */
  static final int FULL = -1;

  /** Values of one hash, crafted or by bad luck, are not worth the search. */
  private static final int MAX_PROBES = 64;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int maxBytes;
  private final ByteWriter plain = new ByteWriter(64);
  private int size;

  /** Where each value ends in {@link #plain}. */
  private int[] ends = new int[8];

  /** The page in which a value was seen last. */
  private int[] pages = new int[8];

  /** Numbers and one; 0 where none is. At most half of it is taken. */
  private int[] slots = new int[16];

  /** Without values, which may have {@code maxBytes} in all. */
  ValueDictionary(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** How many values there are. */
  int size() {
    return size;
  }

  /** The values, behind each other. */
  byte[] plain() {
    return plain.array();
  }

  /** How many bytes the first {@code count} values have. */
  int bytes(int count) {
    return start(count);
  }

  /** The number of the value in {@code bytes[from, to)}, a new one if need be, or {@link #FULL}. */
  int find(byte[] bytes, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(bytes, from, to) & mask;
    for (int probe = 0; probe < MAX_PROBES; probe++) {
      int number = slots[slot] - 1;
      if (number < 0) {
        return add(bytes, from, to, slot);
      }
      if (Arrays.equals(plain.array(), start(number), ends[number], bytes, from, to)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return FULL;
  }

  private int add(byte[] bytes, int from, int to, int slot) {
    if (plain.size() + (to - from) > maxBytes) {
      return FULL;
    }
    plain.writeBytes(bytes, from, to - from);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      pages = Arrays.copyOf(pages, 2 * size);
    }
    ends[size] = plain.size();
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hash(plain.array(), start(number), ends[number]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONG.get(bytes, at));
    }
    for (; at < to; at++) {
      hash = mix(hash ^ bytes[at]);
    }
    return (int) hash;
  }

  private static long mix(long hash) {
    long product = hash * MULTIPLIER;
    return product ^ product >>> 32;
  }

  /** Notes that a value is in a page, whose number is above 0; true the first time. */
  boolean markSeen(int number, int page) {
    boolean first = pages[number] != page;
    pages[number] = page;
    return first;
  }
}
