package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;
import java.math.BigDecimal;

/** What calls cost, by whom and how well that is known. Mutable, for the hot loop. */
public final class CostSums {

  private final WideSum total;
  private final Tally reported;
  private final Tally computed;
  private final WideSum difference;
  private long compared;
  private final WideSum avoided;
  private long priced;
  private long providerReported;
  private long free;
  private long unpriced;
  private long unpricedInput;
  private long unpricedOutput;
  private long fallbacks;
  private PriceVersions versions = PriceVersions.NONE;

  /** Of no calls. */
  public CostSums() {
    this(new WideSum(), new Tally(), new Tally(), new WideSum(), new WideSum());
  }

  private CostSums(
      WideSum total, Tally reported, Tally computed, WideSum difference, WideSum avoided) {
    this.total = total;
    this.reported = reported;
    this.computed = computed;
    this.difference = difference;
    this.avoided = avoided;
  }

  /**
   * The sums that a row holds.
   *
   * @param counts the other numbers
   */
  public static CostSums of(
      BigDecimal total,
      Tally reported,
      Tally computed,
      BigDecimal difference,
      BigDecimal avoided,
      Counts counts,
      PriceVersions versions,
      int scale) {
    CostSums sums =
        new CostSums(
            WideSum.of(total, scale),
            reported,
            computed,
            WideSum.of(difference, scale),
            WideSum.of(avoided, scale));
    sums.compared = counts.compared;
    sums.priced = counts.priced;
    sums.providerReported = counts.providerReported;
    sums.free = counts.free;
    sums.unpriced = counts.unpriced;
    sums.unpricedInput = counts.unpricedInput;
    sums.unpricedOutput = counts.unpricedOutput;
    sums.fallbacks = counts.fallbacks;
    sums.versions = versions;
    return sums;
  }

  /**
   * How many calls, and tokens, there are of what kind.
   *
   * @param compared calls with a reported and a computed cost
   * @param priced calls whose computed cost counts
   * @param providerReported calls whose reported cost counts
   * @param free calls that a gateway's cache answered, and whose reported cost does not count
   * @param unpriced calls of which nobody knows what they cost
   * @param unpricedInput input tokens of these
   * @param unpricedOutput output tokens of these
   * @param fallbacks calls whose computed cost counts and rests on what the book does not state
   */
  public record Counts(
      long compared,
      long priced,
      long providerReported,
      long free,
      long unpriced,
      long unpricedInput,
      long unpricedOutput,
      long fallbacks) {}

  void add(Call call, CallCost cost) {
    boolean isReported = call.costPicos() != Call.ABSENT;
    if (isReported) {
      reported.add(call.costPicos());
    }
    if (cost.isComputed()) {
      computed.add(cost.computedHigh(), cost.computedLow());
    }
    if (isReported && cost.isComputed()) {
      compared++;
      difference.add(call.costPicos());
      difference.subtract(cost.computedHigh(), cost.computedLow());
    }
    avoided.add(cost.avoidedHigh(), cost.avoidedLow());
    switch (cost.status()) {
      case PRICED -> {
        priced++;
        total.add(cost.costHigh(), cost.costLow());
        fallbacks += cost.fallbackBits() == 0 ? 0 : 1;
        versions = versions.with(cost.version());
      }
      case PROVIDER_REPORTED -> {
        providerReported++;
        total.add(cost.costHigh(), cost.costLow());
      }
      case FREE -> free++;
      case UNPRICED -> {
        unpriced++;
        unpricedInput += Math.max(0, call.tokensInput());
        unpricedOutput += Math.max(0, call.tokensOutput());
      }
    }
  }

  void merge(CostSums other) {
    total.add(other.total);
    reported.merge(other.reported);
    computed.merge(other.computed);
    difference.add(other.difference);
    compared += other.compared;
    avoided.add(other.avoided);
    priced += other.priced;
    providerReported += other.providerReported;
    free += other.free;
    unpriced += other.unpriced;
    unpricedInput += other.unpricedInput;
    unpricedOutput += other.unpricedOutput;
    fallbacks += other.fallbacks;
    versions = versions.with(other.versions);
  }

  /** The costs that count, in units of {@code 10^-scale}; without meaning where none is known. */
  public BigDecimal total(int scale) {
    return total.toDecimal(scale);
  }

  void addTotalTo(WideSum sum) {
    sum.add(total);
  }

  /** Of how many calls the cost is known. */
  public long known() {
    return priced + providerReported + free;
  }

  /** Costs that the events report. */
  public Tally reported() {
    return reported;
  }

  /** Costs by the price book. */
  public Tally computed() {
    return computed;
  }

  /** Reported less computed costs of the {@link Counts#compared} calls that have both. */
  public BigDecimal difference(int scale) {
    return difference.toDecimal(scale);
  }

  /** What calls that a gateway's cache answered would have cost by the price book. */
  public BigDecimal avoided(int scale) {
    return avoided.toDecimal(scale);
  }

  /** The other numbers. */
  public Counts counts() {
    return new Counts(
        compared,
        priced,
        providerReported,
        free,
        unpriced,
        unpricedInput,
        unpricedOutput,
        fallbacks);
  }

  /** The versions of the prices by which calls are priced. */
  public PriceVersions versions() {
    return versions;
  }

  void write(ByteWriter out) {
    total.write(out);
    reported.write(out);
    computed.write(out);
    difference.write(out);
    out.writeVarLong(compared);
    avoided.write(out);
    out.writeVarLong(priced);
    out.writeVarLong(providerReported);
    out.writeVarLong(free);
    out.writeVarLong(unpriced);
    out.writeVarLong(unpricedInput);
    out.writeVarLong(unpricedOutput);
    out.writeVarLong(fallbacks);
    versions.write(out);
  }

  static CostSums read(ByteReader in) {
    WideSum total = WideSum.read(in);
    Tally reported = Tally.read(in);
    Tally computed = Tally.read(in);
    WideSum difference = WideSum.read(in);
    long compared = in.readVarLong();
    CostSums sums = new CostSums(total, reported, computed, difference, WideSum.read(in));
    sums.compared = compared;
    sums.priced = in.readVarLong();
    sums.providerReported = in.readVarLong();
    sums.free = in.readVarLong();
    sums.unpriced = in.readVarLong();
    sums.unpricedInput = in.readVarLong();
    sums.unpricedOutput = in.readVarLong();
    sums.fallbacks = in.readVarLong();
    sums.versions = PriceVersions.read(in);
    return sums;
  }
}
