package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;
import java.math.BigDecimal;

/** What calls cost, by whom and how well that is known. Mutable, for the hot loop. */
public final class CostSums {

  private static final int TOTAL = 0;
  private static final int REPORTED = 1;
  private static final int COMPUTED = 2;
  private static final int DIFFERENCE = 3;
  private static final int AVOIDED = 4;
  private static final int SUMS = 5;

  private static final int REPORTED_COUNT = 0;
  private static final int COMPUTED_COUNT = 1;
  private static final int COMPARED = 2;
  private static final int PRICED = 3;
  private static final int PROVIDER_REPORTED = 4;
  private static final int FREE = 5;
  private static final int UNPRICED = 6;
  private static final int UNPRICED_INPUT = 7;
  private static final int UNPRICED_OUTPUT = 8;
  private static final int FALLBACKS = 9;
  private static final int COUNTS = 10;

  private final FlatSums sums = new FlatSums(SUMS, COUNTS);
  private PriceVersions versions = PriceVersions.NONE;

  /** Of no calls. */
  public CostSums() {}

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
    CostSums of = new CostSums();
    of.sums.add(TOTAL, WideSum.of(total, scale));
    of.sums.add(REPORTED, REPORTED_COUNT, reported);
    of.sums.add(COMPUTED, COMPUTED_COUNT, computed);
    of.sums.add(DIFFERENCE, WideSum.of(difference, scale));
    of.sums.add(AVOIDED, WideSum.of(avoided, scale));
    of.sums.count(COMPARED, counts.compared);
    of.sums.count(PRICED, counts.priced);
    of.sums.count(PROVIDER_REPORTED, counts.providerReported);
    of.sums.count(FREE, counts.free);
    of.sums.count(UNPRICED, counts.unpriced);
    of.sums.count(UNPRICED_INPUT, counts.unpricedInput);
    of.sums.count(UNPRICED_OUTPUT, counts.unpricedOutput);
    of.sums.count(FALLBACKS, counts.fallbacks);
    of.versions = versions;
    return of;
  }

  /**
   * How many calls, and tokens, there are of what kind.
   *
   * @param compared calls with a reported and a computed cost
   * @param priced calls whose computed cost counts
   * @param providerReported calls whose reported cost counts
   * @param free calls of which nothing is due, and whose reported cost does not count
   * @param unpriced calls of which nobody knows what they cost
   * @param unpricedInput tokens of the prompts of these, cached ones included
   * @param unpricedOutput tokens of the answers of these, reasoning included
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
      sums.add(REPORTED, call.costPicos());
      sums.count(REPORTED_COUNT, 1);
    }
    if (cost.isComputed()) {
      sums.add(COMPUTED, cost.computedHigh(), cost.computedLow());
      sums.count(COMPUTED_COUNT, 1);
    }
    if (isReported && cost.isComputed()) {
      sums.count(COMPARED, 1);
      sums.add(DIFFERENCE, call.costPicos());
      sums.subtract(DIFFERENCE, cost.computedHigh(), cost.computedLow());
    }
    sums.add(AVOIDED, cost.avoidedHigh(), cost.avoidedLow());
    switch (cost.status()) {
      case PRICED -> {
        sums.count(PRICED, 1);
        sums.add(TOTAL, cost.costHigh(), cost.costLow());
        sums.count(FALLBACKS, cost.fallbackBits() == 0 ? 0 : 1);
        versions = versions.with(cost.version());
      }
      case PROVIDER_REPORTED -> {
        sums.count(PROVIDER_REPORTED, 1);
        sums.add(TOTAL, cost.costHigh(), cost.costLow());
      }
      case FREE -> sums.count(FREE, 1);
      case UNPRICED -> {
        sums.count(UNPRICED, 1);
        sums.count(UNPRICED_INPUT, cost.promptTokens());
        sums.count(UNPRICED_OUTPUT, cost.answerTokens());
      }
    }
  }

  void merge(CostSums other) {
    sums.merge(other.sums);
    versions = versions.with(other.versions);
  }

  /** The costs that count, in units of {@code 10^-scale}; without meaning where none is known. */
  public BigDecimal total(int scale) {
    return sums.sum(TOTAL, scale);
  }

  void addTotalTo(WideSum sum) {
    sums.addTo(sum, TOTAL);
  }

  /** Of how many calls the cost is known. */
  public long known() {
    return sums.count(PRICED) + sums.count(PROVIDER_REPORTED) + sums.count(FREE);
  }

  /** Costs that the events report. */
  public Tally reported() {
    return sums.tally(REPORTED, REPORTED_COUNT);
  }

  /** Costs by the price book. */
  public Tally computed() {
    return sums.tally(COMPUTED, COMPUTED_COUNT);
  }

  /** Reported less computed costs of the {@link Counts#compared} calls that have both. */
  public BigDecimal difference(int scale) {
    return sums.sum(DIFFERENCE, scale);
  }

  /** What calls that a gateway's cache answered would have cost by the price book. */
  public BigDecimal avoided(int scale) {
    return sums.sum(AVOIDED, scale);
  }

  /** The other numbers. */
  public Counts counts() {
    return new Counts(
        sums.count(COMPARED),
        sums.count(PRICED),
        sums.count(PROVIDER_REPORTED),
        sums.count(FREE),
        sums.count(UNPRICED),
        sums.count(UNPRICED_INPUT),
        sums.count(UNPRICED_OUTPUT),
        sums.count(FALLBACKS));
  }

  /** The versions of the prices by which calls are priced. */
  public PriceVersions versions() {
    return versions;
  }

  void write(ByteWriter out) {
    sums.write(out);
    versions.write(out);
  }

  static CostSums read(ByteReader in) {
    CostSums of = new CostSums();
    of.sums.read(in);
    of.versions = PriceVersions.read(in);
    return of;
  }
}
