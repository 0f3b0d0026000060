package io.tallybeam.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a backfill of some lines must give, by plain means: every call in memory, hash maps, sorted
 * lists, decimals. Shares no code with the pipeline.
 */
public final class OperationsOracle {

  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private final Instant from;
  private final Instant to;
  private final List<OracleCall> calls = new ArrayList<>();
  private final List<Map<String, Object>> rejected = new ArrayList<>();
  private final OracleLedger ledger;
  private final Optional<OraclePrices> prices;

  private OperationsOracle(
      Instant from, Instant to, OracleLedger ledger, Optional<OraclePrices> prices) {
    this.from = from;
    this.to = to;
    this.ledger = ledger;
    this.prices = prices;
  }

  /** The answer for all windows. */
  public static OperationsOracle of(List<ArchivedLine> lines, boolean deduplicate) {
    return of(lines, deduplicate, Instant.MIN, Instant.MAX);
  }

  /** The answer for the windows in {@code [from, to)}. */
  public static OperationsOracle of(
      List<ArchivedLine> lines, boolean deduplicate, Instant from, Instant to) {
    OperationsOracle oracle =
        new OperationsOracle(from, to, new OracleLedger(WINDOW), Optional.empty());
    Map<List<Object>, List<OracleCall>> copies = new HashMap<>();
    for (ArchivedLine line : lines) {
      if (!line.isCall()) {
        oracle.reject(line);
        continue;
      }
      OracleCall call = OracleCall.of(line.text());
      Instant window = window(call.time());
      if (oracle.isOutside(window)) {
        oracle.ledger.count(Optional.empty(), "read", "outside_range");
      } else {
        oracle.ledger.count(Optional.of(window), "read");
        boolean alone = !deduplicate || call.id().isEmpty();
        List<Object> key =
            alone ? List.of(copies.size()) : List.of(call.tenant(), call.id(), window);
        copies.computeIfAbsent(key, k -> new ArrayList<>()).add(call);
      }
    }
    copies.values().forEach(oracle::addOnce);
    return oracle;
  }

  private boolean isOutside(Instant window) {
    return window.isBefore(from) || !window.isBefore(to);
  }

  private static Instant window(Instant time) {
    long size = WINDOW.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), size) * size);
  }

  /** Keeps the cheapest of copies; one without a cost is dearer than any. */
  private void addOnce(List<OracleCall> copies) {
    OracleCall kept = copies.get(0);
    for (OracleCall copy : copies) {
      if (!copy.withCost(kept.cost()).equals(kept)) {
        throw new IllegalArgumentException(copy + " and " + kept + " differ in more than cost");
      }
      if (price(copy).compareTo(price(kept)) < 0) {
        kept = copy;
      }
    }
    Optional<Instant> window = Optional.of(window(kept.time()));
    calls.add(kept);
    ledger.count(window, "aggregated");
    for (int i = 1; i < copies.size(); i++) {
      ledger.count(window, "duplicates");
    }
    for (OracleCall copy : copies) {
      if (!copy.equals(kept)) {
        ledger.count(window, "conflicting_duplicates");
      }
    }
  }

  private static BigDecimal price(OracleCall call) {
    return call.cost().orElse(BigDecimal.valueOf(Long.MAX_VALUE));
  }

  private void reject(ArchivedLine line) {
    Optional<Instant> time = OracleCall.timeOf(line.text());
    Optional<Instant> window =
        time.filter(t -> !t.isBefore(EARLIEST) && t.isBefore(LATEST)).map(OperationsOracle::window);
    if (window.filter(this::isOutside).isPresent()) {
      ledger.count(Optional.empty(), "read", "outside_range");
      return;
    }
    ledger.count(window, "read", "rejected");
    Map<String, Object> row = new TreeMap<>();
    window.ifPresent(start -> row.put("window_start", start));
    time.ifPresent(t -> row.put("event_time", t));
    row.put("reason", line.reason());
    row.put("source", "archive");
    row.put("payload", line.text());
    row.put("payload_bytes", (long) line.text().getBytes(UTF_8).length);
    rejected.add(row);
  }

  /** The same calls, at prices. */
  public OperationsOracle at(OraclePrices book) {
    OperationsOracle priced = new OperationsOracle(from, to, ledger, Optional.of(book));
    priced.calls.addAll(calls);
    priced.rejected.addAll(rejected);
    return priced;
  }

  /** The rows of {@code llm_operations_metrics}, their sketches in words. */
  public List<Map<String, Object>> metrics() {
    return rows(OperationsOracle::window, start -> start.plus(WINDOW));
  }

  /**
   * The rows of every table of calls and of all their roll-ups, by name.
   *
   * @param zone of the additional days and months
   * @param suffix of the names of these
   */
  public Map<String, List<Map<String, Object>>> tables(ZoneId zone, String suffix) {
    Map<String, List<Map<String, Object>>> tables = new TreeMap<>();
    long hour = 3_600_000;
    put(tables, "", OperationsOracle::window, start -> start.plus(WINDOW));
    put(
        tables,
        "_hourly",
        time -> Instant.ofEpochMilli(time.toEpochMilli() / hour * hour),
        start -> start.plusMillis(hour));
    for (ZoneId of : List.of(ZoneId.of("UTC"), zone)) {
      String end = of.equals(zone) ? suffix : "";
      put(tables, "_daily" + end, time -> midnight(time, of, 0), start -> midnight(start, of, 1));
      put(tables, "_monthly" + end, time -> first(time, of, 0), start -> first(start, of, 1));
    }
    return tables;
  }

  private static Instant first(Instant time, ZoneId zone, int monthsLater) {
    LocalDate month = time.atZone(zone).toLocalDate().withDayOfMonth(1).plusMonths(monthsLater);
    return month.atStartOfDay(zone).toInstant();
  }

  private void put(
      Map<String, List<Map<String, Object>>> tables,
      String name,
      UnaryOperator<Instant> startOf,
      UnaryOperator<Instant> endOf) {
    String operations = "llm_operations" + (name.isEmpty() ? "_metrics" : name);
    tables.put(operations, rows(startOf, endOf));
    tables.put("llm_cost_attribution" + name, attribution(startOf, endOf));
    tables.put("llm_cost_by_tag" + name, tags(startOf, endOf));
  }

  private List<Map<String, Object>> attribution(
      UnaryOperator<Instant> startOf, UnaryOperator<Instant> endOf) {
    List<String> columns = List.of("team_id", "user_id", "api_key_hash", "project_id");
    Map<List<Object>, List<OracleCall>> groups = new HashMap<>();
    for (OracleCall call : calls) {
      List<Object> key = new ArrayList<>(key(startOf, call));
      key.addAll(call.caller());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(call);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          Instant start = (Instant) key.get(0);
          Map<String, Object> row =
              OracleCosts.attribution(
                  start, endOf.apply(start), OracleCosts.price(members, prices));
          putNames(row, key);
          for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), key.get(4 + i));
          }
          rows.add(row);
        });
    return rows;
  }

  private List<Map<String, Object>> tags(
      UnaryOperator<Instant> startOf, UnaryOperator<Instant> endOf) {
    Map<List<Object>, List<OracleCall>> groups = new HashMap<>();
    for (OracleCall call : calls) {
      Set<String> tags = call.tags().isEmpty() ? Set.of("") : call.tags().keySet();
      for (String tag : tags) {
        List<Object> key = new ArrayList<>(key(startOf, call));
        key.add(tag);
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(call);
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          Instant start = (Instant) key.get(0);
          Map<String, Object> row =
              OracleCosts.tag(
                  start,
                  endOf.apply(start),
                  (String) key.get(4),
                  OracleCosts.price(members, prices));
          putNames(row, key);
          rows.add(row);
        });
    return rows;
  }

  private static List<Object> key(UnaryOperator<Instant> startOf, OracleCall call) {
    return List.of(startOf.apply(call.time()), call.tenant(), call.provider(), call.model());
  }

  private static void putNames(Map<String, Object> row, List<Object> key) {
    row.put("tenant_id", key.get(1));
    row.put("provider", key.get(2));
    row.put("model", key.get(3));
  }

  private static Instant midnight(Instant time, ZoneId zone, int daysLater) {
    LocalDate day = time.atZone(zone).toLocalDate().plusDays(daysLater);
    return day.atStartOfDay(zone).toInstant();
  }

  private List<Map<String, Object>> rows(
      UnaryOperator<Instant> startOf, UnaryOperator<Instant> endOf) {
    Map<List<Object>, List<OracleCall>> groups = new HashMap<>();
    for (OracleCall call : calls) {
      groups.computeIfAbsent(key(startOf, call), k -> new ArrayList<>()).add(call);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          Instant start = (Instant) key.get(0);
          rows.add(OracleRow.of(start, endOf.apply(start), OracleCosts.price(members, prices)));
        });
    return rows;
  }

  /** The rows of {@code window_ledger}. */
  public List<Map<String, Object>> ledger() {
    return ledger.rows();
  }

  /** The sum of a column of the ledger. */
  public long total(String column) {
    return ledger.total(column);
  }

  /** The rows of {@code rejected_events}, without detail and origin. */
  public List<Map<String, Object>> rejected() {
    return rejected;
  }
}
