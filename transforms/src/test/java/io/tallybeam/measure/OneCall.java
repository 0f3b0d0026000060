package io.tallybeam.measure;

import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;

/** The sums of one call. */
public final class OneCall {

  private OneCall() {}

  /** Of {@code call}, which costs {@code cost}. */
  public static CallSums sums(Call call, CallCost cost) {
    CallSums sums = new CallSums(call.attribution());
    sums.add(call, cost);
    return sums;
  }
}
