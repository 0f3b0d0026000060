package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;

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

  /** The calls of {@code sums}, whose cost is the tag's wholly. */
  public static TaggedCalls of(CallSums sums) {
    WideSum cost = new WideSum();
    sums.measures().cost().addTotalTo(cost);
    return of(sums, cost);
  }

  /** The calls of {@code sums}, and the share of their cost of the tag with that index. */
  public static TaggedCalls of(CallSums sums, int tag) {
    WideSum cost = new WideSum();
    cost.add(sums.share(tag));
    return of(sums, cost);
  }

  private static TaggedCalls of(CallSums sums, WideSum cost) {
    CostSums costs = sums.measures().cost();
    return new TaggedCalls(
        sums.measures().requests(), costs.counts().unpriced(), cost, costs.versions());
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
