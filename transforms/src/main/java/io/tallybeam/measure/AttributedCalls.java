package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/** The sums and counts behind one row of cost attribution. Mutable, for the hot loop. */
public final class AttributedCalls implements Measures<AttributedCalls> {

  private long requests;
  private final CostSums cost;
  private final ChargeSums charges;

  /** No calls. */
  public AttributedCalls() {
    this(0, new CostSums(), new ChargeSums());
  }

  private AttributedCalls(long requests, CostSums cost, ChargeSums charges) {
    this.requests = requests;
    this.cost = cost;
    this.charges = charges;
  }

  /** The sums that a row holds. */
  public static AttributedCalls of(long requests, CostSums cost, ChargeSums charges) {
    return new AttributedCalls(requests, cost, charges);
  }

  /** The calls of {@code sums}, whose parts are shared and not copied. */
  public static AttributedCalls of(CallSums sums) {
    CallMeasures measures = sums.measures();
    return new AttributedCalls(measures.requests(), measures.cost(), sums.charges());
  }

  @Override
  public void merge(AttributedCalls other) {
    requests += other.requests;
    cost.merge(other.cost);
    charges.merge(other.charges);
  }

  /** How many calls. */
  public long requests() {
    return requests;
  }

  /** What they cost. */
  public CostSums cost() {
    return cost;
  }

  /** For what. */
  public ChargeSums charges() {
    return charges;
  }

  @Override
  public void write(ByteWriter out) {
    out.writeVarLong(requests);
    cost.write(out);
    charges.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static AttributedCalls read(ByteReader in) {
    return new AttributedCalls(in.readVarLong(), CostSums.read(in), ChargeSums.read(in));
  }
}
