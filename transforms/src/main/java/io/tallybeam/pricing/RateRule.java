package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.Fallback;
import io.tallybeam.book.PriceEntry;
import io.tallybeam.book.PromptTier;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Finds the rate of a charge in an entry, for one service and region.
 *
 * <p>The tier that a prompt reaches comes first, as it re-rates the whole call; in it the charge
 * itself before the charge that stands in for it; for each the service asked for before the
 * standard one. Reasoning alone is as the answer at the service before it is at the standard rate:
 * providers sell both at one rate, and maps often state that of the service for the answer only.
 * What is not stated for the tier in any of these ways is taken from the tier below. Every step
 * away from what is asked for is recorded.
 *
 * @param uplift what token charges are multiplied by in the call's region
 */
record RateRule(PriceEntry entry, ServiceTier service, BigDecimal uplift) {

  private static final BigDecimal HALF = new BigDecimal("0.5");

  static RateRule of(PriceEntry entry, ServiceTier service, String region) {
    return new RateRule(entry, service, entry.uplift(region));
  }

  /** The rate in the {@code tier}-th tier of the entry; empty if the book states none at all. */
  Optional<RateSource> rate(int tier, Charge charge) {
    for (int at = charge.perToken() ? tier : 0; at >= 0; at--) {
      int lower = charge.perToken() && at < tier ? Fallback.LOWER_TIER.bit() : 0;
      Optional<RateSource> answer = asAnswer(entry.tiers().get(at), charge, lower);
      if (answer.isPresent()) {
        return answer;
      }
      for (Optional<Charge> asked = Optional.of(charge);
          asked.isPresent();
          asked = asked.flatMap(Charge::substitute)) {
        int other = asked.get() == charge ? 0 : Fallback.OTHER_CHARGE.bit();
        Optional<RateSource> found = stated(entry.tiers().get(at), asked.get(), lower | other);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The rate of the answer at the service asked for, where it states none for reasoning. */
  private Optional<RateSource> asAnswer(PromptTier tier, Charge charge, int lower) {
    return charge == Charge.REASONING && tier.rate(service, charge).isEmpty()
        ? own(tier, Charge.OUTPUT, service, uplift, lower | Fallback.OTHER_CHARGE.bit())
        : Optional.empty();
  }

  private static Optional<RateSource> own(
      PromptTier tier, Charge charge, ServiceTier asked, BigDecimal factor, int fallbacks) {
    return tier.rate(asked, charge)
        .map(rate -> new RateSource(rate, tier.above(), asked, charge, factor, fallbacks));
  }

  private Optional<RateSource> stated(PromptTier tier, Charge charge, int fallbacks) {
    BigDecimal factor = charge.perToken() ? uplift : BigDecimal.ONE;
    // Only tokens have rates by service.
    ServiceTier asked = charge.perToken() ? service : ServiceTier.STANDARD;
    Optional<RateSource> own = own(tier, charge, asked, factor, fallbacks);
    if (own.isPresent() || asked == ServiceTier.STANDARD) {
      return own;
    }
    return tier.rate(ServiceTier.STANDARD, charge)
        .map(
            rate ->
                new RateSource(
                    rate,
                    tier.above(),
                    ServiceTier.STANDARD,
                    charge,
                    asked == ServiceTier.BATCH ? factor.multiply(HALF) : factor,
                    fallbacks | Fallback.STANDARD_SERVICE.bit()));
  }
}
