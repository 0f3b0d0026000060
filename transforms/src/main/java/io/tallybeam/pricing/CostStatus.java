package io.tallybeam.pricing;

import java.util.Locale;

/** Where the cost of a call is from. */
public enum CostStatus {
  /** From the price book. */
  PRICED,
  /** From the event. */
  PROVIDER_REPORTED,
  /** The cache of a gateway answered: nothing is due. */
  FREE,
  /** Nobody knows. The cost is not zero. */
  UNPRICED;

  /** Its name in tables, such as {@code provider_reported}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
