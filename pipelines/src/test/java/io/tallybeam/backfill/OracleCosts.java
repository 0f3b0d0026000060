package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of costs, from all calls of a row, by plain decimals. */
final class OracleCosts {

  private static final List<String> CHARGES =
      List.of(
          "input",
          "cached_read",
          "cache_write_5m",
          "cache_write_1h",
          "audio_input",
          "image_input",
          "output",
          "reasoning",
          "audio_output",
          "image_output",
          "call",
          "search");

  private OracleCosts() {}

  /** A call with its cost. */
  record Priced(OracleCall call, OracleCost cost) {}

  static List<Priced> price(List<OracleCall> calls, Optional<OraclePrices> prices) {
    return calls.stream().map(call -> new Priced(call, OracleCost.of(call, prices))).toList();
  }

  /** The columns that metrics and attribution share. */
  static void put(Map<String, Object> row, List<Priced> calls) {
    long known = calls.size() - count(calls, "unpriced");
    row.put("cost_usd_count", known);
    if (known > 0) {
      row.put("total_cost_usd", sum(calls, one -> one.cost().usd()));
    }
    List<Priced> reported = calls.stream().filter(one -> one.call().cost().isPresent()).toList();
    List<Priced> computed =
        calls.stream().filter(one -> one.cost().computed().isPresent()).toList();
    List<Priced> both = reported.stream().filter(computed::contains).toList();
    row.put("reported_cost_count", (long) reported.size());
    row.put("computed_cost_count", (long) computed.size());
    row.put("cost_difference_count", (long) both.size());
    if (!reported.isEmpty()) {
      row.put("reported_cost_usd", sum(reported, one -> one.call().cost().get()));
    }
    if (!computed.isEmpty()) {
      row.put("computed_cost_usd", sum(computed, one -> one.cost().computed().get()));
    }
    if (!both.isEmpty()) {
      row.put(
          "cost_difference_usd",
          sum(both, one -> one.call().cost().get().subtract(one.cost().computed().get())));
    }
    row.put("avoided_cost_usd", sum(calls, one -> one.cost().avoided()));
    row.put("priced_requests", count(calls, "priced"));
    row.put("provider_reported_requests", count(calls, "provider_reported"));
    row.put("free_requests", count(calls, "free"));
    row.put("unpriced_requests", count(calls, "unpriced"));
    row.put("unpriced_tokens_input", unpriced(calls, OracleCost.PROMPT));
    row.put("unpriced_tokens_output", unpriced(calls, OracleCost.ANSWER));
    row.put("price_coverage", (double) known / calls.size());
    row.put(
        "fallback_requests",
        calls.stream().filter(one -> one.cost().is("priced") && one.cost().fallback()).count());
    putVersions(row, calls);
  }

  private static void putVersions(Map<String, Object> row, List<Priced> calls) {
    TreeSet<String> versions =
        calls.stream()
            .filter(one -> one.cost().is("priced"))
            .map(one -> one.cost().rates().get().version())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!versions.isEmpty()) {
      row.put("price_versions", String.join(", ", versions));
    }
  }

  private static long count(List<Priced> calls, String status) {
    return calls.stream().filter(one -> one.cost().is(status)).count();
  }

  private static long unpriced(List<Priced> calls, List<String> charges) {
    return calls.stream()
        .filter(one -> one.cost().is("unpriced"))
        .mapToLong(one -> charges.stream().mapToLong(charge -> units(charge, one)).sum())
        .sum();
  }

  private static BigDecimal sum(List<Priced> calls, Function<Priced, BigDecimal> cost) {
    return calls.stream().map(cost).reduce(BigDecimal.ZERO, BigDecimal::add).setScale(12);
  }

  /** A row of attribution, without the names of its key. */
  static Map<String, Object> attribution(Instant start, Instant end, List<Priced> calls) {
    Map<String, Object> row = new TreeMap<>();
    row.put("window_start", start);
    row.put("window_end", end);
    row.put("total_requests", (long) calls.size());
    put(row, calls);
    for (String charge : CHARGES) {
      if (!charge.equals("call")) {
        String unit = charge.equals("search") ? "_count" : "_tokens";
        row.put(charge + unit, calls.stream().mapToLong(one -> units(charge, one)).sum());
      }
      row.put(
          charge + "_cost_usd",
          sum(
              calls.stream().filter(one -> one.cost().is("priced")).toList(),
              one -> one.cost().rates().get().part(charge, units(charge, one))));
    }
    row.put(
        "uncharged_cost_usd",
        sum(
            calls.stream().filter(one -> one.cost().is("provider_reported")).toList(),
            one -> one.cost().usd()));
    row.put("revision", 0);
    return row;
  }

  private static long units(String charge, Priced one) {
    return one.cost().units().getOrDefault(charge, 0L);
  }

  /** A row of one tag, without the names of its key; the calls have it, or no tag at all. */
  static Map<String, Object> tag(Instant start, Instant end, String tag, List<Priced> calls) {
    Map<String, Object> row = new TreeMap<>();
    row.put("window_start", start);
    row.put("window_end", end);
    row.put("tag", tag);
    long known = calls.size() - count(calls, "unpriced");
    row.put("total_requests", (long) calls.size());
    row.put("cost_usd_count", known);
    row.put("unpriced_requests", count(calls, "unpriced"));
    if (known > 0) {
      row.put("total_cost_usd", sum(calls, one -> share(tag, one)));
    }
    row.put("revision", 0);
    putVersions(row, calls);
    return row;
  }

  /** By largest remainders of 1e-12 USD, the first by name among equal ones. */
  private static BigDecimal share(String tag, Priced one) {
    Map<String, Long> weights = one.call().tags();
    if (weights.isEmpty()) {
      return one.cost().usd();
    }
    BigInteger whole = one.cost().usd().setScale(12).unscaledValue();
    BigInteger all = BigInteger.valueOf(weights.values().stream().mapToLong(w -> w).sum());
    Map<String, BigInteger[]> divided = new TreeMap<>();
    weights.forEach(
        (name, weight) ->
            divided.put(name, whole.multiply(BigInteger.valueOf(weight)).divideAndRemainder(all)));
    BigInteger given =
        divided.values().stream().map(parts -> parts[0]).reduce(BigInteger.ZERO, BigInteger::add);
    List<String> names = new ArrayList<>(divided.keySet());
    names.sort(Comparator.comparing((String name) -> divided.get(name)[1]).reversed());
    boolean more = names.indexOf(tag) < whole.subtract(given).intValueExact();
    return new BigDecimal(divided.get(tag)[0].add(more ? BigInteger.ONE : BigInteger.ZERO), 12);
  }
}
