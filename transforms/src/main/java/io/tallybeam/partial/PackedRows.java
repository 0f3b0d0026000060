package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;
import java.util.Arrays;

/** Keys with their measures, packed one behind the other, in the order they were added. */
final class PackedRows {

  private static final int NUMBER_BITS = 24;
  private static final int PREFIX_BYTES = 5;

  private final ByteWriter bytes = new ByteWriter(256);
  private int[] starts = new int[16];
  private int rows;

  /** Adds a row. */
  <M extends Measures<M>> void add(Key key, M measures) {
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, rows * 2);
    }
    starts[rows++] = bytes.size();
    key.write(bytes);
    measures.write(bytes);
  }

  /** How many bytes. */
  int size() {
    return bytes.size();
  }

  /** Reads the row with that number, and what is behind it. */
  ByteReader row(int number) {
    return new ByteReader(bytes.array(), starts[number], bytes.size() - starts[number]);
  }

  /** Writes the row with that number. */
  void copy(int number, ByteWriter out) {
    out.writeBytes(bytes.array(), starts[number], end(number) - starts[number]);
  }

  private int end(int number) {
    return number + 1 < rows ? starts[number + 1] : bytes.size();
  }

  /** Whether the rows with these numbers have the same key. */
  boolean areOfOneKey(int one, int other) {
    int length = keyLength(one);
    int from = keyStart(one);
    int otherFrom = keyStart(other);
    return length == keyLength(other)
        && Arrays.equals(
            bytes.array(), from, from + length, bytes.array(), otherFrom, otherFrom + length);
  }

  /** A key has its length before it, in one byte or two. */
  private int keyStart(int number) {
    int at = starts[number];
    while (bytes.array()[at++] < 0) {
      // More of the length follows.
    }
    return at;
  }

  private int keyLength(int number) {
    return (int) row(number).readVarLong();
  }

  /**
   * The numbers of the rows in the order of their keys: by five bytes of them at once, which are
   * sorted as numbers, and where these are equal by the next five.
   */
  int[] sorted() {
    if (rows > 1 << NUMBER_BITS) {
      throw new IllegalStateException("too many rows to be sorted: " + rows);
    }
    long[] order = new long[rows];
    Arrays.setAll(order, number -> number);
    sort(order, 0, rows, 0);
    int[] numbers = new int[rows];
    Arrays.setAll(numbers, at -> number(order[at]));
    return numbers;
  }

  private void sort(long[] order, int from, int to, int depth) {
    for (int i = from; i < to; i++) {
      int number = number(order[i]);
      // Numbers have a sign, bytes none.
      order[i] = (prefix(number, depth) << NUMBER_BITS | number) ^ Long.MIN_VALUE;
    }
    Arrays.sort(order, from, to);
    int first = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || order[i] >>> NUMBER_BITS != order[first] >>> NUMBER_BITS) {
        // No key is the beginning of another: where one ends, all are equal.
        if (i - first > 1 && depth + PREFIX_BYTES < keyLength(number(order[first]))) {
          sort(order, first, i, depth + PREFIX_BYTES);
        }
        first = i;
      }
    }
  }

  private static int number(long entry) {
    return (int) (entry & ((1 << NUMBER_BITS) - 1));
  }

  private long prefix(int number, int depth) {
    int at = keyStart(number) + depth;
    int end = keyStart(number) + keyLength(number);
    long prefix = 0;
    for (int i = 0; i < PREFIX_BYTES; i++) {
      prefix = prefix << Byte.SIZE | (at + i < end ? bytes.array()[at + i] & 0xFF : 0);
    }
    return prefix;
  }
}
