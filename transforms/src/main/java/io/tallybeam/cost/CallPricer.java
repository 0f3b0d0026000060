package io.tallybeam.cost;

import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.ServiceTier;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CallUsage;
import io.tallybeam.pricing.Pricer;

/** Prices calls, one after the other. One for each worker: not safe for several threads. */
public final class CallPricer {

  private final CostRules rules;
  private final CallUsage usage = new CallUsage();
  private final CallCost cost = new CallCost();
  private PriceBook book;
  private Pricer pricer;

  /** Prices by {@code rules}. */
  public CallPricer(CostRules rules) {
    this.rules = rules;
    this.book = rules.prices().book();
    this.pricer = new Pricer(book, rules.policy());
  }

  /** Takes up the prices that are in force now: to be called between pieces of work. */
  public void refresh() {
    PriceBook now = rules.prices().book();
    if (now != book) {
      book = now;
      pricer = new Pricer(book, rules.policy());
    }
  }

  /** What {@code call} costs; good until the next call is priced. */
  public CallCost price(Call call) {
    Attribution of = call.attribution();
    String provider = of.provider().equals(Call.UNKNOWN) ? "" : of.provider();
    usage.start(provider, of.model(), rules.countings().of(provider), call.eventTimeMillis());
    usage.region(call.names().region()).service(ServiceTier.sent(call.names().service()));
    usage.cacheHit(call.cacheHit()).failed(call.failed()).reportedPicos(call.costPicos());
    usage.count(Charge.INPUT, call.tokensInput()).count(Charge.OUTPUT, call.tokensOutput());
    add(call.usage());
    pricer.price(usage, cost);
    return cost;
  }

  private void add(UsageDetails details) {
    if (details.equals(UsageDetails.NONE)) {
      return;
    }
    usage.count(Charge.CACHED_READ, details.cachedRead());
    usage.count(Charge.CACHE_WRITE_5M, details.cacheWrite5m());
    usage.count(Charge.CACHE_WRITE_1H, details.cacheWrite1h());
    usage.count(Charge.REASONING, details.reasoning());
    usage.count(Charge.AUDIO_INPUT, details.audioInput());
    usage.count(Charge.AUDIO_OUTPUT, details.audioOutput());
    usage.count(Charge.IMAGE_INPUT, details.imageInput());
    usage.count(Charge.IMAGE_OUTPUT, details.imageOutput());
    usage.count(Charge.SEARCH, details.searches());
  }
}
