package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.time.Instant;

/** A call that is put together step by step, and then priced. */
final class Priced {

  private final String provider;
  private final String model;
  private final String at;
  private final CallUsage usage = new CallUsage();

  private Priced(String provider, String model, String at) {
    this.provider = provider;
    this.model = model;
    this.at = at;
  }

  /** A call of a model at a day or an instant. */
  static Priced call(String provider, String model, String at) {
    Priced priced = new Priced(provider, model, at);
    return priced.counting(Counting.INCLUSIVE);
  }

  /** To be called before any count. */
  Priced counting(Counting counting) {
    Instant time = Instant.parse(at.contains("T") ? at : at + "T00:00:00Z");
    usage.start(provider, model, counting, time.toEpochMilli());
    return this;
  }

  Priced tokens(long input, long output) {
    return count(Charge.INPUT, input).count(Charge.OUTPUT, output);
  }

  Priced count(Charge charge, long count) {
    usage.count(charge, count);
    return this;
  }

  Priced service(ServiceTier service) {
    usage.service(service);
    return this;
  }

  Priced region(String region) {
    usage.region(region);
    return this;
  }

  Priced cacheHit() {
    usage.cacheHit(true);
    return this;
  }

  Priced reported(long picos) {
    usage.reportedPicos(picos);
    return this;
  }

  CallUsage usage() {
    return usage;
  }

  CallCost by(PriceBook book) {
    return by(book, CostPolicy.PREFER_COMPUTED);
  }

  CallCost by(PriceBook book, CostPolicy policy) {
    CallCost cost = new CallCost();
    new Pricer(book, policy).price(usage, cost);
    return cost;
  }

  /** An amount as an exact decimal without zeros behind it. */
  static String text(BigDecimal usd) {
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }
}
