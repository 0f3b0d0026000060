package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.Fallback;
import io.tallybeam.book.Match;
import io.tallybeam.book.MatchRule;
import io.tallybeam.window.TimeRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What a call costs, and how that was found. Mutable: {@link Pricer} fills it for every call.
 *
 * <p>Amounts are in 1e-12 USD, up to 127 bits wide; {@code xHigh} and {@code xLow} are the upper
 * and lower 64 bits. The amounts by charge add up to the computed total, always.
 */
public final class CallCost {

  private final Amounts amounts = new Amounts();
  private final TokenSplit split = new TokenSplit();
  private Optional<RatePlan> plan = Optional.empty();
  private Match match =
      new Match(Optional.empty(), false, "", MatchRule.MODEL, 0, TimeRange.ALWAYS);
  private String version = "";
  private CostStatus status = CostStatus.UNPRICED;
  private UnpricedReason reason = UnpricedReason.NO_TOKENS;
  private int tier;
  private int fallbacks;
  private boolean cacheHit;
  private boolean free;
  private long reportedPicos;

  /** Of no call yet. */
  public CallCost() {}

  TokenSplit split() {
    return split;
  }

  /** A call without a price of ours. */
  void unpriced(Match newMatch, UnpricedReason why) {
    amounts.clear();
    plan = Optional.empty();
    match = newMatch;
    version = "";
    tier = 0;
    fallbacks = 0;
    reason = why;
    free = false;
  }

  /** A call that failed before anything was used: no fee is due either. */
  void free(Match newMatch, boolean known) {
    unpriced(newMatch, known ? UnpricedReason.NONE : UnpricedReason.NO_TOKENS);
    free = true;
  }

  /** Works out the amounts of the call whose {@link #split} is there. */
  void price(Resolved resolved) {
    RatePlan rates = resolved.plan().orElseThrow();
    amounts.clear();
    plan = resolved.plan();
    match = resolved.match();
    version = resolved.version();
    tier = rates.tierOf(split.prompt());
    fallbacks = resolved.match().fallbacks() | (rates.isByToken() ? split.fallbacks() : 0);
    boolean noImages = split.units(Charge.OUTPUT) > 0 && split.units(Charge.IMAGE_OUTPUT) == 0;
    fallbacks |= noImages && rates.entry().makesImages() ? Fallback.IMAGES_AS_TEXT.bit() : 0;
    reason = UnpricedReason.NONE;
    free = false;
    for (Charge charge : Charge.all()) {
      long units = split.units(charge);
      if (units == 0) {
        continue;
      }
      if (rates.rate(tier, charge) != RatePlan.NONE) {
        amounts.put(charge, units, rates, tier);
        fallbacks |= rates.fallbacks(tier, charge);
      } else if (charge != Charge.CALL) {
        amounts.clear();
        version = "";
        fallbacks = 0;
        reason = UnpricedReason.NO_RATE;
        return;
      }
    }
    amounts.close(rates);
  }

  /** Whether the call used nothing, and no fee is due. */
  boolean isForNothing() {
    return !split.isUsed() && amounts.totalHigh() == 0 && amounts.totalLow() == 0;
  }

  /** Decides which cost counts. */
  void close(CallUsage call, CostPolicy policy) {
    cacheHit = call.isCacheHit();
    reportedPicos = call.reportedPicos();
    // Without our own prices a call is as the event tells: nothing of it is said to be free.
    boolean nothingDue = cacheHit || (free && policy != CostPolicy.REPORTED);
    status = policy.choose(nothingDue, isComputed(), isReported(policy));
  }

  /**
   * Gateways report zero for what they have no price of: next to a book that is no cost of a call
   * that used anything.
   */
  private boolean isReported(CostPolicy policy) {
    boolean believed = policy == CostPolicy.REPORTED || cacheHit || !split.isUsed();
    return reportedPicos > 0 || (reportedPicos == 0 && believed);
  }

  /** Whether the price book gives a cost: zero where a gateway's cache answered. */
  public boolean isComputed() {
    return reason == UnpricedReason.NONE;
  }

  /** Where the cost is from. */
  public CostStatus status() {
    return status;
  }

  /** Why the book gives no cost; {@link UnpricedReason#NONE} if it does. */
  public UnpricedReason reason() {
    return reason;
  }

  /**
   * What the provider is due by the book: the amount of a charge, or zero where a gateway's cache
   * answered or there is no price.
   */
  public long chargeHigh(Charge charge) {
    return cacheHit ? 0 : amounts.high(charge);
  }

  /** The lower half of {@link #chargeHigh}. */
  public long chargeLow(Charge charge) {
    return cacheHit ? 0 : amounts.low(charge);
  }

  /** The sum of all charges. */
  public long computedHigh() {
    return cacheHit ? 0 : amounts.totalHigh();
  }

  /** The lower half of {@link #computedHigh}. */
  public long computedLow() {
    return cacheHit ? 0 : amounts.totalLow();
  }

  /** What the call would have cost by the book, had no gateway's cache answered; else zero. */
  public long avoidedHigh() {
    return cacheHit ? amounts.totalHigh() : 0;
  }

  /** The lower half of {@link #avoidedHigh}. */
  public long avoidedLow() {
    return cacheHit ? amounts.totalLow() : 0;
  }

  /** The cost that counts, as {@link #status} says; zero, and not known, if unpriced. */
  public long costHigh() {
    return status == CostStatus.PRICED ? amounts.totalHigh() : 0;
  }

  /** The lower half of {@link #costHigh}. */
  public long costLow() {
    return switch (status) {
      case PRICED -> amounts.totalLow();
      case PROVIDER_REPORTED -> reportedPicos;
      case FREE, UNPRICED -> 0;
    };
  }

  /** The cost that counts, in 1e-12 USD. */
  public BigInteger costPicos() {
    return Amounts.picos(costHigh(), costLow());
  }

  /** The amount of a charge in USD. */
  public BigDecimal chargeUsd(Charge charge) {
    return Amounts.usd(chargeHigh(charge), chargeLow(charge));
  }

  /** {@link #computedHigh} in USD. */
  public BigDecimal computedUsd() {
    return Amounts.usd(computedHigh(), computedLow());
  }

  /** {@link #avoidedHigh} in USD. */
  public BigDecimal avoidedUsd() {
    return Amounts.usd(avoidedHigh(), avoidedLow());
  }

  /** {@link #costHigh} in USD. */
  public BigDecimal costUsd() {
    return Amounts.usd(costHigh(), costLow());
  }

  /** The version of the price that was used, or empty. */
  public String version() {
    return version;
  }

  /** Bits of {@link Fallback}, for what the price rests on but the book does not state. */
  public int fallbackBits() {
    return fallbacks;
  }

  /** The fallbacks, in order. */
  public List<Fallback> fallbacks() {
    return Fallback.in(fallbacks);
  }

  /** What the book says of the model. */
  public Match match() {
    return match;
  }

  /** Above how many prompt tokens the tier holds that the call was priced at. */
  public long tierAbove() {
    return plan.map(rates -> rates.above(tier)).orElse(0L);
  }

  /** How many tokens, calls or searches are of a charge. */
  public long units(Charge charge) {
    return split.units(charge);
  }

  /** All tokens of the prompt, cached ones included. */
  public long promptTokens() {
    return split.prompt();
  }

  /** All tokens of the answer, reasoning included. */
  public long answerTokens() {
    return split.answer();
  }

  /** Where the rate of a charge is from, whether the call has any of it or not. */
  public Optional<RateSource> source(Charge charge) {
    return plan.flatMap(rates -> rates.source(tier, charge));
  }
}
