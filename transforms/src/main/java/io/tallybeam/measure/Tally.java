package io.tallybeam.measure;

import java.math.BigDecimal;

/**
 * The exact sum of a number over the calls that give it, and how many those are.
 *
 * @param high the upper half of the sum, in two's complement
 * @param low the lower half
 * @param count how many calls gave a value
 */
public record Tally(long high, long low, long count) {

  /** A sum of {@code count} values, in units of {@code 10^-scale}. */
  public static Tally of(BigDecimal sum, int scale, long count) {
    WideSum wide = WideSum.of(sum, scale);
    return new Tally(wide.high(), wide.low(), count);
  }

  /** The sum in units of {@code 10^-scale}. */
  public BigDecimal sum(int scale) {
    return WideSum.toDecimal(high, low, scale);
  }
}
