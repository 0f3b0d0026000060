package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Exact sums of 128 bits and counts of 64, in one array: a row has dozens, most of them zero.
 * Mutable, for the hot loop.
 */
final class FlatSums {

  /** The upper and the lower half of each sum, in two's complement; and behind them the counts. */
  private final long[] numbers;

  private final int counts;

  /** All zero; together at most 64 numbers, of which a sum is two. */
  FlatSums(int sums, int counts) {
    if (2 * sums + counts > Long.SIZE) {
      throw new IllegalArgumentException("too many numbers: " + (2 * sums + counts));
    }
    this.numbers = new long[2 * sums + counts];
    this.counts = 2 * sums;
  }

  /** Adds {@code value}, which is not negative. */
  void add(int sum, long value) {
    add(sum, 0, value);
  }

  /** Adds a number of 128 bits, the upper and the lower half of them. */
  void add(int sum, long high, long low) {
    int at = 2 * sum;
    long total = numbers[at + 1] + low;
    long carry = Long.compareUnsigned(total, low) < 0 ? 1 : 0;
    numbers[at] = Math.addExact(Math.addExact(numbers[at], high), carry);
    numbers[at + 1] = total;
  }

  void add(int sum, WideSum value) {
    add(sum, value.high(), value.low());
  }

  /** Takes a number of 128 bits away. */
  void subtract(int sum, long high, long low) {
    int at = 2 * sum;
    long borrow = Long.compareUnsigned(numbers[at + 1], low) < 0 ? 1 : 0;
    numbers[at + 1] -= low;
    numbers[at] = Math.subtractExact(Math.subtractExact(numbers[at], high), borrow);
  }

  void addTo(WideSum other, int sum) {
    other.add(numbers[2 * sum], numbers[2 * sum + 1]);
  }

  BigDecimal sum(int sum, int scale) {
    return WideSum.toDecimal(numbers[2 * sum], numbers[2 * sum + 1], scale);
  }

  void count(int count, long more) {
    numbers[counts + count] += more;
  }

  long count(int count) {
    return numbers[counts + count];
  }

  /** The sum and the count as one. */
  Tally tally(int sum, int count) {
    return new Tally(numbers[2 * sum], numbers[2 * sum + 1], count(count));
  }

  void add(int sum, int count, Tally tally) {
    add(sum, tally.high(), tally.low());
    count(count, tally.count());
  }

  void merge(FlatSums other) {
    for (int i = 0; i < counts; i += 2) {
      if ((other.numbers[i] | other.numbers[i + 1]) != 0) {
        add(i / 2, other.numbers[i], other.numbers[i + 1]);
      }
    }
    for (int i = counts; i < numbers.length; i++) {
      numbers[i] += other.numbers[i];
    }
  }

  /** Which numbers are not zero, and these. */
  void write(ByteWriter out) {
    long there = 0;
    for (int i = 0; i < numbers.length; i++) {
      there |= numbers[i] == 0 ? 0 : 1L << i;
    }
    out.writeVarLong(there);
    for (long rest = there; rest != 0; rest &= rest - 1) {
      out.writeVarLong(numbers[Long.numberOfTrailingZeros(rest)]);
    }
  }

  /** Reads what {@link #write} wrote, in the place of what is here. */
  void read(ByteReader in) {
    Arrays.fill(numbers, 0);
    for (long rest = in.readVarLong(); rest != 0; rest &= rest - 1) {
      numbers[Long.numberOfTrailingZeros(rest)] = in.readVarLong();
    }
  }
}
