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

  private final long[] units = new long[SIZE];
  private final WideSum[] costs = new WideSum[SIZE];
  private final WideSum uncharged;

  /** Of no calls. */
  public ChargeSums() {
    this(new WideSum());
  }

  private ChargeSums(WideSum uncharged) {
    this.uncharged = uncharged;
  }

  /** Sums of {@code uncharged} costs, without any charge yet. */
  public static ChargeSums of(BigDecimal uncharged, int scale) {
    return new ChargeSums(WideSum.of(uncharged, scale));
  }

  /** Sets the sums of one charge. */
  public void set(Charge charge, long newUnits, BigDecimal cost, int scale) {
    units[charge.index()] = newUnits;
    costs[charge.index()] = cost.signum() == 0 ? null : WideSum.of(cost, scale);
  }

  void add(CallCost cost) {
    boolean priced = cost.status() == CostStatus.PRICED;
    for (Charge charge : Charge.all()) {
      long used = cost.units(charge);
      if (used != 0) {
        units[charge.index()] += used;
        if (priced) {
          at(charge.index()).add(cost.chargeHigh(charge), cost.chargeLow(charge));
        }
      }
    }
    if (!priced) {
      uncharged.add(cost.costHigh(), cost.costLow());
    }
  }

  private WideSum at(int index) {
    if (costs[index] == null) {
      costs[index] = new WideSum();
    }
    return costs[index];
  }

  void merge(ChargeSums other) {
    for (int i = 0; i < SIZE; i++) {
      units[i] += other.units[i];
      if (other.costs[i] != null) {
        at(i).add(other.costs[i]);
      }
    }
    uncharged.add(other.uncharged);
  }

  /** How many tokens, calls or searches. */
  public long units(Charge charge) {
    return units[charge.index()];
  }

  /** What they cost, in units of {@code 10^-scale}. */
  public BigDecimal cost(Charge charge, int scale) {
    WideSum cost = costs[charge.index()];
    return cost == null ? BigDecimal.valueOf(0, scale) : cost.toDecimal(scale);
  }

  /** Reported costs that count: nobody says for what they are. */
  public BigDecimal uncharged(int scale) {
    return uncharged.toDecimal(scale);
  }

  void write(ByteWriter out) {
    uncharged.write(out);
    long there = 0;
    for (int i = 0; i < SIZE; i++) {
      there |= units[i] == 0 ? 0 : 1L << i;
      there |= isZero(i) ? 0 : 1L << (SIZE + i);
    }
    out.writeVarLong(there);
    for (int i = 0; i < SIZE; i++) {
      if (units[i] != 0) {
        out.writeVarLong(units[i]);
      }
    }
    for (int i = 0; i < SIZE; i++) {
      if (!isZero(i)) {
        costs[i].write(out);
      }
    }
  }

  private boolean isZero(int index) {
    return costs[index] == null || costs[index].isZero();
  }

  static ChargeSums read(ByteReader in) {
    ChargeSums sums = new ChargeSums(WideSum.read(in));
    long there = in.readVarLong();
    for (int i = 0; i < SIZE; i++) {
      sums.units[i] = (there & 1L << i) == 0 ? 0 : in.readVarLong();
    }
    for (int i = 0; i < SIZE; i++) {
      sums.costs[i] = (there & 1L << (SIZE + i)) == 0 ? null : WideSum.read(in);
    }
    return sums;
  }
}
