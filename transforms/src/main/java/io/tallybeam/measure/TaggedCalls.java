package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CostStatus;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The share that one tag has of calls. Mutable. */
public final class TaggedCalls implements Measures<TaggedCalls> {

  private long requests;
  private long unpriced;
  private final WideSum cost;
  private PriceVersions versions;

  /** No calls. */
  public TaggedCalls() {
    this(0, 0, new WideSum(), PriceVersions.NONE);
  }

  private TaggedCalls(long requests, long unpriced, WideSum cost, PriceVersions versions) {
    this.requests = requests;
    this.unpriced = unpriced;
    this.cost = cost;
    this.versions = versions;
  }

  /** The sums that a row holds. */
  public static TaggedCalls of(
      long requests, long unpriced, BigDecimal cost, int scale, PriceVersions versions) {
    return new TaggedCalls(requests, unpriced, WideSum.of(cost, scale), versions);
  }

  /** Adds one call, of whose cost {@code share} is the tag's, in 1e-12 USD. */
  public void add(CallCost callCost, BigInteger share) {
    add(callCost, share.shiftRight(Long.SIZE).longValueExact(), share.longValue());
  }

  /** Adds one call, whose cost is the tag's wholly. */
  public void add(CallCost callCost) {
    add(callCost, callCost.costHigh(), callCost.costLow());
  }

  private void add(CallCost callCost, long shareHigh, long shareLow) {
    requests++;
    unpriced += callCost.status() == CostStatus.UNPRICED ? 1 : 0;
    cost.add(shareHigh, shareLow);
    if (callCost.status() == CostStatus.PRICED) {
      versions = versions.with(callCost.version());
    }
  }

  @Override
  public void merge(TaggedCalls other) {
    requests += other.requests;
    unpriced += other.unpriced;
    cost.add(other.cost);
    versions = versions.with(other.versions);
  }

  /** How many calls have the tag, each wholly. */
  public long requests() {
    return requests;
  }

  /** Of how many of these nobody knows the cost. */
  public long unpriced() {
    return unpriced;
  }

  /** The shares of the others, in units of {@code 10^-scale}. */
  public BigDecimal cost(int scale) {
    return cost.toDecimal(scale);
  }

  /** The versions of the prices by which calls are priced. */
  public PriceVersions versions() {
    return versions;
  }

  @Override
  public void write(ByteWriter out) {
    out.writeVarLong(requests);
    out.writeVarLong(unpriced);
    cost.write(out);
    versions.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static TaggedCalls read(ByteReader in) {
    return new TaggedCalls(
        in.readVarLong(), in.readVarLong(), WideSum.read(in), PriceVersions.read(in));
  }
}
