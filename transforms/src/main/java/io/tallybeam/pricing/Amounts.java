package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The amounts of one call by charge and their total, in 1e-12 USD. Mutable, for the hot loop.
 *
 * <p>The total is the exact sum, rounded once, half-even. The parts are rounded so that they add up
 * to it: each is the exact amount rounded down, and what is missing goes, a unit each, to those
 * with the largest remainders, the first in order among equal ones.
 *
 * <p>Nothing overflows: a count is at most 2^56, a rate with its factors at most 10^6 USD or 10^18
 * units of 1e-12 USD, so that twelve parts are below 2^120; and a remainder is below 10^17, so that
 * twelve fit into a long.
 */
final class Amounts {

  private static final int SIZE = Charge.all().size();

  private final long[] high = new long[SIZE];
  private final long[] low = new long[SIZE];
  private final long[] remainders = new long[SIZE];
  private long totalHigh;
  private long totalLow;

  /** Makes all amounts zero. */
  void clear() {
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    Arrays.fill(remainders, 0);
    totalHigh = 0;
    totalLow = 0;
  }

  /** Sets the amount of a charge that is zero so far: {@code count} times a rate of the plan. */
  void put(Charge charge, long count, RatePlan plan, int tier) {
    int at = charge.index();
    long rate = plan.rate(tier, charge);
    long perPico = plan.unitsPerPico();
    if (rate >= 0) {
      long productHigh = Math.multiplyHigh(count, rate);
      long productLow = count * rate;
      if (perPico == 1) {
        high[at] = productHigh;
        low[at] = productLow;
        return;
      }
      if (productHigh == 0 && productLow >= 0) {
        low[at] = productLow / perPico;
        remainders[at] = productLow % perPico;
        return;
      }
    }
    BigInteger[] divided =
        plan.exactRate(tier, charge)
            .multiply(BigInteger.valueOf(count))
            .divideAndRemainder(BigInteger.valueOf(perPico));
    low[at] = divided[0].longValue();
    high[at] = divided[0].shiftRight(Long.SIZE).longValueExact();
    remainders[at] = divided[1].longValueExact();
  }

  /** Works out the total and rounds the parts. To be called once, after all parts are there. */
  void close(RatePlan plan) {
    long remainder = 0;
    for (int i = 0; i < SIZE; i++) {
      addToTotal(high[i], low[i]);
      remainder += remainders[i];
    }
    long perPico = plan.unitsPerPico();
    if (remainder == 0) {
      return;
    }
    long carry = remainder / perPico;
    long rest = remainder % perPico;
    addToTotal(0, carry);
    boolean up = 2 * rest > perPico || (2 * rest == perPico && (totalLow & 1) == 1);
    if (up) {
      addToTotal(0, 1);
    }
    for (long missing = up ? carry + 1 : carry; missing > 0; missing--) {
      addToLargestRemainder();
    }
  }

  private void addToTotal(long addHigh, long addLow) {
    totalLow += addLow;
    totalHigh += addHigh + (Long.compareUnsigned(totalLow, addLow) < 0 ? 1 : 0);
  }

  private void addToLargestRemainder() {
    int largest = 0;
    for (int i = 1; i < SIZE; i++) {
      largest = remainders[i] > remainders[largest] ? i : largest;
    }
    remainders[largest] = -1;
    low[largest]++;
    high[largest] += low[largest] == 0 ? 1 : 0;
  }

  /** The upper 64 bits of the amount of a charge. */
  long high(Charge charge) {
    return high[charge.index()];
  }

  /** The lower 64 bits of the amount of a charge. */
  long low(Charge charge) {
    return low[charge.index()];
  }

  long totalHigh() {
    return totalHigh;
  }

  long totalLow() {
    return totalLow;
  }

  /** An amount in 1e-12 USD. */
  static BigInteger picos(long high, long low) {
    if (high == 0 && low >= 0) {
      return BigInteger.valueOf(low);
    }
    BigInteger lower = new BigInteger(Long.toUnsignedString(low));
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lower);
  }

  /** An amount in USD. */
  static BigDecimal usd(long high, long low) {
    return new BigDecimal(picos(high, low), RatePlan.PICOS_SCALE);
  }
}
