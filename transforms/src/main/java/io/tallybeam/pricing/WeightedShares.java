package io.tallybeam.pricing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides an amount among several, such as the tags of a call, so that nothing is counted twice and
 * nothing is lost.
 */
public final class WeightedShares {

  private WeightedShares() {}

  /**
   * The shares of {@code amount} by {@code weights}: each is rounded down, and the units that are
   * left over go to those with the largest remainders, the first ones in order among equal ones.
   *
   * @param amount in whole units, such as 1e-12 USD; not negative
   * @param weights not negative, and not all zero
   * @return as many as there are weights; their sum is {@code amount}
   */
  public static List<BigInteger> of(BigInteger amount, List<BigInteger> weights) {
    BigInteger whole = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    boolean negative = amount.signum() < 0 || weights.stream().anyMatch(w -> w.signum() < 0);
    if (negative || whole.signum() == 0) {
      throw new IllegalArgumentException("Cannot be divided: " + amount + " by " + weights);
    }
    List<BigInteger> shares = new ArrayList<>();
    List<BigInteger> remainders = new ArrayList<>();
    for (BigInteger weight : weights) {
      BigInteger[] divided = amount.multiply(weight).divideAndRemainder(whole);
      shares.add(divided[0]);
      remainders.add(divided[1]);
    }
    BigInteger given = shares.stream().reduce(BigInteger.ZERO, BigInteger::add);
    int left = amount.subtract(given).intValueExact();
    IntStream.range(0, weights.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> remainders.get(i)).reversed())
        .limit(left)
        .forEach(i -> shares.set(i, shares.get(i).add(BigInteger.ONE)));
    return List.copyOf(shares);
  }
}
