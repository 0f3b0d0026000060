package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param units tokens by charge
 * @param fallback whether the cost rests on what is not known
 */
record OracleCost(
    String status,
    BigDecimal usd,
    Optional<BigDecimal> computed,
    BigDecimal avoided,
    Optional<OraclePrices.Rates> rates,
    Map<String, Long> units,
    boolean fallback) {

  static final List<String> PROMPT =
      List.of("input", "cached_read", "cache_write_5m", "cache_write_1h", "audio_input");
  static final List<String> ANSWER = List.of("output", "reasoning", "audio_output");

  static OracleCost of(OracleCall call, Optional<OraclePrices> prices) {
    Map<String, Long> units = new HashMap<>(call.details());
    long ofPrompt = tokens(units, PROMPT);
    long ofAnswer = tokens(units, ANSWER);
    units.put("input", Math.max(0, call.tokensInput().orElse(0L) - ofPrompt));
    units.put("output", Math.max(0, call.tokensOutput().orElse(0L) - ofAnswer));
    boolean counted =
        call.tokensInput().isPresent()
            || call.tokensOutput().isPresent()
            || !call.details().isEmpty();
    boolean unclear =
        call.tokensInput().isEmpty()
            || call.tokensOutput().isEmpty()
            || call.tokensInput().get() < ofPrompt
            || call.tokensOutput().get() < ofAnswer;
    boolean used = tokens(units, PROMPT) + tokens(units, ANSWER) > 0;
    boolean paid = call.cost().map(BigDecimal::signum).orElse(0) > 0;
    boolean inVain = prices.isPresent() && call.failed() && !used && !paid;
    Optional<OraclePrices.Rates> rates =
        prices
            .flatMap(book -> book.of(call))
            .filter(found -> counted || inVain)
            .filter(found -> used || !paid || call.cacheHit());
    BigDecimal cost = rates.map(found -> found.cost(units)).orElse(BigDecimal.ZERO);
    boolean fallback = unclear || rates.map(found -> found.guesses(units)).orElse(false);
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
        units,
        fallback);
  }

  private static long tokens(Map<String, Long> units, List<String> charges) {
    return charges.stream().mapToLong(charge -> units.getOrDefault(charge, 0L)).sum();
  }

  boolean is(String what) {
    return status.equals(what);
  }
}
