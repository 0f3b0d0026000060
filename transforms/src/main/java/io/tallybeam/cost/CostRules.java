package io.tallybeam.cost;

import io.tallybeam.book.PriceBook;
import io.tallybeam.pricing.CostPolicy;
import java.io.Serializable;

/**
 * How calls are priced, the same for every worker.
 *
 * @param prices where prices are from
 * @param policy which cost counts
 * @param countings what the token counts of the events hold
 */
public record CostRules(PriceSource prices, CostPolicy policy, Countings countings)
    implements Serializable {

  /** Without a book: what events report counts. */
  public static final CostRules REPORTED =
      new CostRules(PriceSource.of(PriceBook.EMPTY), CostPolicy.REPORTED, Countings.INCLUSIVE);
}
