package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum, 127 bits wide and a sign: no number of calls can overflow it.
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
    add(other.high, other.low);
  }

  /** Adds a number of 128 bits in two's complement, the upper and the lower half of them. */
  public void add(long otherHigh, long otherLow) {
    low += otherLow;
    long carry = Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0;
    high = Math.addExact(Math.addExact(high, otherHigh), carry);
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** The sum, divided by {@code 10^scale}. */
  public BigDecimal toDecimal(int scale) {
    return toDecimal(high, low, scale);
  }

  /** A number of 128 bits in two's complement, divided by {@code 10^scale}. */
  static BigDecimal toDecimal(long high, long low, int scale) {
    if (high == 0 && low >= 0) {
      return BigDecimal.valueOf(low, scale);
    }
    BigInteger lowBits = new BigInteger(Long.toUnsignedString(low));
    return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(lowBits), scale);
  }

  /**
   * The sum that {@link #toDecimal} gave {@code decimal} for.
   *
   * @throws ArithmeticException if {@code decimal} is finer than {@code scale} or too wide
   */
  public static WideSum of(BigDecimal decimal, int scale) {
    BigInteger unscaled = decimal.setScale(scale).unscaledValue();
    if (unscaled.bitLength() > 127) {
      throw new ArithmeticException("not a sum of calls: " + decimal);
    }
    WideSum sum = new WideSum();
    sum.low = unscaled.longValue();
    sum.high = unscaled.shiftRight(64).longValueExact();
    return sum;
  }

  void write(ByteWriter out) {
    out.writeVarLong((high << 1) ^ (high >> (Long.SIZE - 1)));
    out.writeVarLong(low);
  }

  static WideSum read(ByteReader in) {
    WideSum sum = new WideSum();
    long zigzag = in.readVarLong();
    sum.high = (zigzag >>> 1) ^ -(zigzag & 1);
    sum.low = in.readVarLong();
    return sum;
  }
}
