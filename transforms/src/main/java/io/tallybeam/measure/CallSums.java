package io.tallybeam.measure;

import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.WeightedShares;
import java.math.BigInteger;
import java.util.List;

/**
 * What the calls of one attribution and window add up to. Mutable, for the hot loop: every table
 * takes its rows from these sums, so that a call is added once and not once a table.
 */
public final class CallSums {

  private final Attribution attribution;
  private final CallMeasures measures = new CallMeasures();
  private final ChargeSums charges = new ChargeSums();

  /** What of the cost is each tag's; empty unless several tags divide it. */
  private final WideSum[] shares;

  /** No calls of {@code attribution}. */
  public CallSums(Attribution attribution) {
    this.attribution = attribution;
    int tags = attribution.tags().size();
    this.shares = new WideSum[tags > 1 ? tags : 0];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = new WideSum();
    }
  }

  /** Adds one call, which costs {@code cost}. */
  public void add(Call call, CallCost cost) {
    measures.add(call, cost);
    charges.add(cost);
    if (shares.length > 0) {
      divide(cost.costPicos());
    }
  }

  /** Divided call by call: shares of a sum would be rounded otherwise. */
  private void divide(BigInteger picos) {
    List<BigInteger> weights =
        attribution.tags().stream().map(tag -> BigInteger.valueOf(tag.weight())).toList();
    List<BigInteger> divided = WeightedShares.of(picos, weights);
    for (int i = 0; i < shares.length; i++) {
      BigInteger share = divided.get(i);
      shares[i].add(share.shiftRight(Long.SIZE).longValueExact(), share.longValue());
    }
  }

  /** Of what. */
  public Attribution attribution() {
    return attribution;
  }

  /** How they performed and what they cost. */
  public CallMeasures measures() {
    return measures;
  }

  /** For what they cost that. */
  public ChargeSums charges() {
    return charges;
  }

  /** What of the cost is the tag's with that index. */
  WideSum share(int tag) {
    return shares[tag];
  }
}
