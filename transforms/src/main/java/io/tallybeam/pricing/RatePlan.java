package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceEntry;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rates of an entry for one service and region, as whole numbers of one unit.
 *
 * <p>The unit is {@code 10^-scale} USD, as fine as the finest of the rates; the bounds of rates and
 * uplifts make that at most {@code 10^-29}. It divides 1e-12 USD.
 */
final class RatePlan {

  /** The unit of all amounts of money: 1e-12 USD. */
  static final int PICOS_SCALE = 12;

  /** No rate: the value of {@link #rate}. */
  static final long NONE = -1;

  /** A rate beyond a long: the value of {@link #rate}. */
  static final long WIDE = -2;

  private final PriceEntry entry;
  private final List<List<Optional<RateSource>>> sources = new ArrayList<>();
  private final long[] above;
  private final long[][] rates;
  private final BigInteger[][] exact;
  private final int[][] fallbacks;
  private final long unitsPerPico;
  private final boolean byToken;

  RatePlan(PriceEntry entry, ServiceTier service, String region) {
    this.entry = entry;
    this.byToken = entry.isByToken();
    RateRule rule = RateRule.of(entry, service, region);
    int tiers = entry.tiers().size();
    int charges = Charge.all().size();
    above = new long[tiers];
    rates = new long[tiers][charges];
    exact = new BigInteger[tiers][charges];
    fallbacks = new int[tiers][charges];
    int scale = PICOS_SCALE;
    for (int tier = 0; tier < tiers; tier++) {
      int at = tier;
      above[tier] = entry.tiers().get(tier).above();
      sources.add(Charge.all().stream().map(charge -> rule.rate(at, charge)).toList());
      for (Optional<RateSource> source : sources.get(tier)) {
        scale = Math.max(scale, source.map(RateSource::rate).map(RatePlan::decimals).orElse(0));
      }
    }
    unitsPerPico = BigInteger.TEN.pow(scale - PICOS_SCALE).longValueExact();
    for (int tier = 0; tier < tiers; tier++) {
      fill(tier, scale);
    }
  }

  private static int decimals(BigDecimal rate) {
    return rate.signum() == 0 ? 0 : rate.stripTrailingZeros().scale();
  }

  private void fill(int tier, int scale) {
    for (Charge charge : Charge.all()) {
      int at = charge.index();
      Optional<RateSource> source = sources.get(tier).get(at);
      rates[tier][at] = NONE;
      if (source.isPresent()) {
        BigInteger rate = source.get().rate().setScale(scale).unscaledValue();
        exact[tier][at] = rate;
        rates[tier][at] = rate.bitLength() < Long.SIZE ? rate.longValueExact() : WIDE;
        fallbacks[tier][at] = source.get().fallbacks();
      }
    }
  }

  /** Whether tokens cost anything, and not only the call or its searches. */
  boolean isByToken() {
    return byToken;
  }

  PriceEntry entry() {
    return entry;
  }

  /** The tier of a prompt: the highest one that it has more tokens than. */
  int tierOf(long prompt) {
    int tier = above.length - 1;
    while (tier > 0 && prompt <= above[tier]) {
      tier--;
    }
    return tier;
  }

  /** Above how many tokens a tier holds. */
  long above(int tier) {
    return above[tier];
  }

  /** The rate in units, or {@link #NONE}, or {@link #WIDE}. */
  long rate(int tier, Charge charge) {
    return rates[tier][charge.index()];
  }

  /** The rate in units, where there is one. */
  BigInteger exactRate(int tier, Charge charge) {
    return exact[tier][charge.index()];
  }

  /** Bits of {@link io.tallybeam.book.Fallback}. */
  int fallbacks(int tier, Charge charge) {
    return fallbacks[tier][charge.index()];
  }

  /** Where a rate is from. */
  Optional<RateSource> source(int tier, Charge charge) {
    return sources.get(tier).get(charge.index());
  }

  /** How many units are 1e-12 USD: a power of ten, at most 10^17. */
  long unitsPerPico() {
    return unitsPerPico;
  }
}
