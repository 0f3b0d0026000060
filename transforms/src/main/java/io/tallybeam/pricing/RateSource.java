package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;

/**
 * Where the rate of a charge is from.
 *
 * @param stated the rate in the book, in USD
 * @param above the tier that states it
 * @param service the service that it is stated for
 * @param charge the charge that it is stated for
 * @param factor what it is multiplied by: a half for a batch, and the uplift of the region
 * @param fallbacks bits of {@link io.tallybeam.book.Fallback}
 */
public record RateSource(
    BigDecimal stated,
    long above,
    ServiceTier service,
    Charge charge,
    BigDecimal factor,
    int fallbacks) {

  /** The rate that a call is charged at, in USD a token, call or search; exact. */
  public BigDecimal rate() {
    return stated.multiply(factor);
  }
}
