package io.tallybeam.pricing;

/** Which cost counts where an event reports one and the price book gives one too. */
public enum CostPolicy {
  /** Our own where there is one, else the reported one. */
  PREFER_COMPUTED,
  /** The reported one where there is one, else our own. */
  PREFER_REPORTED,
  /** Our own only. */
  COMPUTED,
  /** The reported one only, also a zero; a gateway's cache hit without one is free all the same. */
  REPORTED;

  /**
   * The rule: which cost counts.
   *
   * @param free whether nothing is due: the cache of a gateway answered, or the call came to
   *     nothing
   * @param computed whether the price book gives a cost
   * @param reported whether the event reports one
   */
  public CostStatus choose(boolean free, boolean computed, boolean reported) {
    CostStatus own = free ? CostStatus.FREE : computed ? CostStatus.PRICED : CostStatus.UNPRICED;
    boolean useReported =
        switch (this) {
          case PREFER_COMPUTED -> own == CostStatus.UNPRICED;
          case PREFER_REPORTED, REPORTED -> true;
          case COMPUTED -> false;
        };
    if (useReported && reported) {
      return CostStatus.PROVIDER_REPORTED;
    }
    return this == REPORTED && !free ? CostStatus.UNPRICED : own;
  }
}
