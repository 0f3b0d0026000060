package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of non-negative longs, 127 bits wide: no number of calls can overflow it.
 *
 * <p>Mutable, for the hot loop.
 */
public final class WideSum {

  private long high;
  private long low;

  /** A sum of nothing. */
  public WideSum() {}

  /** Adds {@code value}, which is not negative. */
  public void add(long value) {
    low += value;
    if (Long.compareUnsigned(low, value) < 0) {
      high++;
    }
  }

  /** Adds {@code other}. */
  public void add(WideSum other) {
    low += other.low;
    long carry = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    high = Math.addExact(Math.addExact(high, other.high), carry);
  }

  /** The sum, divided by {@code 10^scale}. */
  public BigDecimal toDecimal(int scale) {
    if (high == 0 && low >= 0) {
      return BigDecimal.valueOf(low, scale);
    }
    BigInteger lowBits = new BigInteger(Long.toUnsignedString(low));
    return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(lowBits), scale);
  }

  /**
   * The sum that {@link #toDecimal} gave {@code decimal} for.
   *
   * @throws ArithmeticException if {@code decimal} is negative, finer than {@code scale} or too
   *     wide
   */
  public static WideSum of(BigDecimal decimal, int scale) {
    BigInteger unscaled = decimal.setScale(scale).unscaledValue();
    if (unscaled.signum() < 0 || unscaled.bitLength() > 127) {
      throw new ArithmeticException("not a sum of calls: " + decimal);
    }
    WideSum sum = new WideSum();
    sum.low = unscaled.longValue();
    sum.high = unscaled.shiftRight(64).longValueExact();
    return sum;
  }

  void write(ByteWriter out) {
    out.writeVarLong(high);
    out.writeVarLong(low);
  }

  static WideSum read(ByteReader in) {
    WideSum sum = new WideSum();
    sum.high = in.readVarLong();
    sum.low = in.readVarLong();
    return sum;
  }
}
