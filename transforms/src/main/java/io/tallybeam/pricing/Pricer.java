package io.tallybeam.pricing;

import io.tallybeam.book.Match;
import io.tallybeam.book.PriceBook;

/**
 * Prices calls by a price book.
 *
 * <p>The same call gets the same cost, whatever was priced before. One for each worker: not safe
 * for several threads.
 */
public final class Pricer {

  private final ResolvedPrices prices;
  private final CostPolicy policy;

  /** Prices by {@code book}; {@code policy} says which cost counts. */
  public Pricer(PriceBook book, CostPolicy policy) {
    this.prices = new ResolvedPrices(book);
    this.policy = policy;
  }

  /** Prices {@code call} and fills {@code cost}. */
  public void price(CallUsage call, CallCost cost) {
    Resolved resolved = prices.of(call);
    Match match = resolved.match();
    boolean counted = cost.split().of(call);
    if (call.isFailed() && !cost.split().isUsed() && call.reportedPicos() <= 0) {
      cost.free(match, resolved.plan().isPresent());
    } else if (!counted && resolved.plan().map(RatePlan::isByToken).orElse(true)) {
      cost.unpriced(match, UnpricedReason.NO_TOKENS);
    } else if (resolved.plan().isPresent()) {
      cost.price(resolved);
      if (cost.isForNothing() && call.reportedPicos() > 0 && !call.isCacheHit()) {
        // Paid for, be it by the image: zeros of tokens do not make it free.
        cost.unpriced(match, UnpricedReason.NO_TOKENS);
      }
    } else {
      cost.unpriced(
          match, match.known() ? UnpricedReason.NOT_IN_FORCE : UnpricedReason.UNKNOWN_MODEL);
    }
    cost.close(call, policy);
  }
}
