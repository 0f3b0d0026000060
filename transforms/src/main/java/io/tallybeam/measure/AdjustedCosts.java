package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.math.BigDecimal;

/** What the calls of a row cost before it was replaced, and after. Mutable. */
public final class AdjustedCosts implements Measures<AdjustedCosts> {

  /** One of the two. */
  public static final class Side {
    private long requests;
    private long known;
    private final WideSum cost;
    private PriceVersions versions;

    private Side() {
      this(0, 0, new WideSum(), PriceVersions.NONE);
    }

    private Side(long requests, long known, WideSum cost, PriceVersions versions) {
      this.requests = requests;
      this.known = known;
      this.cost = cost;
      this.versions = versions;
    }

    /** How many calls; zero if there was no row. */
    public long requests() {
      return requests;
    }

    /** Of how many of them the cost is known. */
    public long known() {
      return known;
    }

    /** What these cost, in units of {@code 10^-scale}. */
    public BigDecimal cost(int scale) {
      return cost.toDecimal(scale);
    }

    /** The versions of the prices. */
    public PriceVersions versions() {
      return versions;
    }

    private void merge(Side other) {
      requests += other.requests;
      known += other.known;
      cost.add(other.cost);
      versions = versions.with(other.versions);
    }

    private void write(ByteWriter out) {
      out.writeVarLong(requests);
      out.writeVarLong(known);
      cost.write(out);
      versions.write(out);
    }

    private static Side read(ByteReader in) {
      return new Side(in.readVarLong(), in.readVarLong(), WideSum.read(in), PriceVersions.read(in));
    }
  }

  private final Side before;
  private final Side after;

  /** No row, before or after. */
  public AdjustedCosts() {
    this(new Side(), new Side());
  }

  private AdjustedCosts(Side before, Side after) {
    this.before = before;
    this.after = after;
  }

  /** Adds a row as it was. */
  public void addBefore(AttributedCalls row) {
    before.merge(side(row));
  }

  /** Adds a row as it is. */
  public void addAfter(AttributedCalls row) {
    after.merge(side(row));
  }

  private static Side side(AttributedCalls row) {
    WideSum cost = new WideSum();
    row.cost().addTotalTo(cost);
    return new Side(row.requests(), row.cost().known(), cost, row.cost().versions());
  }

  @Override
  public void merge(AdjustedCosts other) {
    before.merge(other.before);
    after.merge(other.after);
  }

  /** As it was. */
  public Side before() {
    return before;
  }

  /** As it is. */
  public Side after() {
    return after;
  }

  /** After less before, in units of {@code 10^-scale}. */
  public BigDecimal difference(int scale) {
    return after.cost(scale).subtract(before.cost(scale));
  }

  @Override
  public void write(ByteWriter out) {
    before.write(out);
    after.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static AdjustedCosts read(ByteReader in) {
    return new AdjustedCosts(Side.read(in), Side.read(in));
  }
}
