package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import java.math.BigDecimal;

/** The exact sum of a number over the calls that give it, and how many those are. Mutable. */
public final class Tally {

  private final WideSum sum;
  private long count;

  Tally() {
    this(new WideSum(), 0);
  }

  private Tally(WideSum sum, long count) {
    this.sum = sum;
    this.count = count;
  }

  /** A sum of {@code count} values, in units of {@code 10^-scale}. */
  public static Tally of(BigDecimal sum, int scale, long count) {
    return new Tally(WideSum.of(sum, scale), count);
  }

  void add(long value) {
    if (value != Call.ABSENT) {
      sum.add(value);
      count++;
    }
  }

  /** Adds a value of 128 bits. */
  void add(long high, long low) {
    sum.add(high, low);
    count++;
  }

  void merge(Tally other) {
    sum.add(other.sum);
    count += other.count;
  }

  /** The sum in units of {@code 10^-scale}. */
  public BigDecimal sum(int scale) {
    return sum.toDecimal(scale);
  }

  /** How many calls gave a value. */
  public long count() {
    return count;
  }

  void write(ByteWriter out) {
    sum.write(out);
    out.writeVarLong(count);
  }

  static Tally read(ByteReader in) {
    return new Tally(WideSum.read(in), in.readVarLong());
  }
}
