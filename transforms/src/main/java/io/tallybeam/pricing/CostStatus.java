package io.tallybeam.pricing;

import java.util.Locale;

/** Where the cost of a call is from. */
public enum CostStatus {
  /** From the price book. */
  PRICED,
  /** From the event. */
  PROVIDER_REPORTED,
  /**
   * Nothing is due: the cache of a gateway answered, or the call failed before it used anything.
   */
  FREE,
  /** Nobody knows. The cost is not zero. */
  UNPRICED;

  /** Its name in tables, such as {@code provider_reported}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
