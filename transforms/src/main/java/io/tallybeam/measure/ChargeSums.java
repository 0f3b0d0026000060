package io.tallybeam.measure;

import io.tallybeam.book.Charge;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CostStatus;
import java.math.BigDecimal;

/**
 * What calls used and what that cost, by charge. Mutable, for the hot loop.
 *
 * <p>The costs of all charges and {@link #uncharged} add up to {@link CostSums#total}.
 */
public final class ChargeSums {

  private static final int SIZE = Charge.all().size();

  /** The sum behind those of the charges. */
  private static final int UNCHARGED = SIZE;

  /** Costs by charge; and units by charge. */
  private final FlatSums sums = new FlatSums(SIZE + 1, SIZE);

  /** Of no calls. */
  public ChargeSums() {}

  /** Sums of {@code uncharged} costs, without any charge yet. */
  public static ChargeSums of(BigDecimal uncharged, int scale) {
    ChargeSums of = new ChargeSums();
    of.sums.add(UNCHARGED, WideSum.of(uncharged, scale));
    return of;
  }

  /** Adds to the sums of one charge. */
  public void add(Charge charge, long units, BigDecimal cost, int scale) {
    sums.count(charge.index(), units);
    if (cost.signum() != 0) {
      sums.add(charge.index(), WideSum.of(cost, scale));
    }
  }

  void add(CallCost cost) {
    boolean priced = cost.status() == CostStatus.PRICED;
    for (Charge charge : Charge.all()) {
      long used = cost.units(charge);
      if (used != 0) {
        sums.count(charge.index(), used);
        if (priced) {
          sums.add(charge.index(), cost.chargeHigh(charge), cost.chargeLow(charge));
        }
      }
    }
    if (!priced) {
      sums.add(UNCHARGED, cost.costHigh(), cost.costLow());
    }
  }

  void merge(ChargeSums other) {
    sums.merge(other.sums);
  }

  /** How many tokens, calls or searches. */
  public long units(Charge charge) {
    return sums.count(charge.index());
  }

  /** What they cost, in units of {@code 10^-scale}. */
  public BigDecimal cost(Charge charge, int scale) {
    return sums.sum(charge.index(), scale);
  }

  /** Reported costs that count: nobody says for what they are. */
  public BigDecimal uncharged(int scale) {
    return sums.sum(UNCHARGED, scale);
  }

  void write(ByteWriter out) {
    sums.write(out);
  }

  static ChargeSums read(ByteReader in) {
    ChargeSums of = new ChargeSums();
    of.sums.read(in);
    return of;
  }
}
