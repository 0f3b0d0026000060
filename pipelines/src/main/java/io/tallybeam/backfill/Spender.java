package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What calls of one name cost.
 *
 * @param name a tenant, or a provider and a model
 * @param usd the exact sum of the costs that count
 * @param requests how many calls
 * @param priced of how many of them the cost is known
 */
record Spender(String name, BigDecimal usd, long requests, long priced) {

  /** The highest cost first; equal ones by name. */
  private static final Comparator<Spender> ORDER =
      Comparator.comparing(Spender::usd).reversed().thenComparing(Spender::name);

  Spender plus(Spender other) {
    return new Spender(name, usd.add(other.usd), requests + other.requests, priced + other.priced);
  }

  static void add(Map<String, Spender> spenders, Spender more) {
    spenders.merge(more.name, more, Spender::plus);
  }

  static List<Spender> top(Map<String, Spender> spenders, int count) {
    return spenders.values().stream().sorted(ORDER).limit(count).toList();
  }

  /** One line; calls without a cost are said, lest they pass for free. */
  @Override
  public String toString() {
    String cost = priced == 0 ? "unknown" : String.format("%,.6f USD", usd);
    String without =
        priced == requests ? "" : String.format("  (%,d without a cost)", requests - priced);
    return String.format("%-40s %,22d calls %24s%s", name, requests, cost, without);
  }
}
