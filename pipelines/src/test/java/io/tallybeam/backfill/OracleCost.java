package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a call costs: the price book's cost first, then the reported one, but no zero for tokens;
 * without a book the reported one only. A call that failed without a token costs nothing, and one
 * without a token that was paid for all the same costs what it reports: the books have no fees.
 *
 * @param status priced, provider_reported, free or unpriced
 * @param usd the cost that counts; zero if unpriced
 * @param computed the cost by the book, without what a cache saved
 * @param avoided what a cache saved
 * @param rates the rates of the book, if it leads to a cost
 * @param input input tokens that are not cached
 * @param output output tokens that are not reasoning
 * @param fallback whether the cost rests on what is not known
 */
record OracleCost(
    String status,
    BigDecimal usd,
    Optional<BigDecimal> computed,
    BigDecimal avoided,
    Optional<OraclePrices.Rates> rates,
    long input,
    long output,
    boolean fallback) {

  static OracleCost of(OracleCall call, Optional<OraclePrices> prices) {
    long cached = call.cached().orElse(0L);
    long reasoning = call.reasoning().orElse(0L);
    long input = Math.max(0, call.tokensInput().orElse(0L) - cached);
    long output = Math.max(0, call.tokensOutput().orElse(0L) - reasoning);
    boolean counted =
        call.tokensInput().isPresent()
            || call.tokensOutput().isPresent()
            || call.cached().isPresent()
            || call.reasoning().isPresent();
    boolean fallback =
        call.tokensInput().isEmpty()
            || call.tokensOutput().isEmpty()
            || call.tokensInput().get() < cached
            || call.tokensOutput().get() < reasoning;
    boolean used = input + cached + output + reasoning > 0;
    boolean paid = call.cost().map(BigDecimal::signum).orElse(0) > 0;
    boolean inVain = prices.isPresent() && call.failed() && !used && !paid;
    Optional<OraclePrices.Rates> rates =
        prices
            .flatMap(book -> book.of(call))
            .filter(found -> counted || inVain)
            .filter(found -> used || !paid || call.cacheHit());
    BigDecimal cost =
        rates.map(found -> found.cost(input, cached, output, reasoning)).orElse(BigDecimal.ZERO);
    String own = call.cacheHit() || inVain ? "free" : rates.isPresent() ? "priced" : "unpriced";
    boolean told = call.cost().isPresent() && (paid || !used || call.cacheHit());
    boolean reported = prices.isEmpty() ? call.cost().isPresent() : told && own.equals("unpriced");
    String status = reported ? "provider_reported" : own;
    BigDecimal usd =
        switch (status) {
          case "priced" -> cost;
          case "provider_reported" -> call.cost().get();
          default -> BigDecimal.ZERO;
        };
    return new OracleCost(
        status,
        usd,
        rates.map(found -> call.cacheHit() ? BigDecimal.ZERO : cost),
        call.cacheHit() ? cost : BigDecimal.ZERO,
        rates,
        counted ? input : 0,
        counted ? output : 0,
        fallback);
  }

  boolean is(String what) {
    return status.equals(what);
  }
}
