package io.tallybeam.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OperationsOracle;
import io.tallybeam.backfill.OracleCall;
import io.tallybeam.backfill.OracleRow;
import io.tallybeam.backfill.TableRows;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.CostByTagTable;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a stream must give: the oracle's answer for the events in time, and those that are late. */
public final class ExpectedTables {

  private static final long WINDOW = 15 * 60 * 1000;
  private static final List<String> OF_WINDOWS =
      List.of(OperationsTable.METRICS, CostAttributionTable.NAME, CostByTagTable.NAME);

  private final Map<String, List<Map<String, Object>>> tables = new TreeMap<>();

  private ExpectedTables() {}

  /**
   * The tables.
   *
   * @param oracle of the events in time
   * @param late the rows of the late ones, as by {@link #lateRow}
   * @param zone of the additional days
   */
  public static ExpectedTables of(
      OperationsOracle oracle, List<Map<String, Object>> late, ZoneId zone) {
    ExpectedTables expected = new ExpectedTables();
    String daily = RollUpName.of("", new Period.Day(zone.normalized()));
    expected.tables.putAll(oracle.tables(zone, daily.substring("_daily".length())));
    OF_WINDOWS.forEach(
        name ->
            expected.tables.computeIfPresent(
                name, (table, rows) -> TableRows.without(rows, "revision")));
    expected.tables.put(WindowLedgerTable.NAME, withLate(oracle.ledger(), late));
    expected.tables.put(RejectedEventsTable.NAME, oracle.rejected());
    expected.tables.put(LateEventsTable.NAME, late);
    return expected;
  }

  /** A row of {@code late_events}, of the source "archive". */
  public static Map<String, Object> lateRow(
      ArchivedLine line, String origin, long position, long lateBy) {
    OracleCall call = OracleCall.of(line.text());
    long window = Math.floorDiv(call.time().toEpochMilli(), WINDOW) * WINDOW;
    Map<String, Object> row = new TreeMap<>();
    row.put("window_start", Instant.ofEpochMilli(window));
    row.put("event_time", call.time());
    row.put("tenant_id", call.tenant());
    row.put("late_by_ms", lateBy);
    row.put("source", "archive");
    row.put("origin", origin);
    row.put("position", position);
    row.put("payload", line.text());
    row.put("payload_bytes", (long) line.text().getBytes(UTF_8).length);
    return row;
  }

  /** The same rows without one of their columns. */
  public ExpectedTables without(String column) {
    ExpectedTables fewer = new ExpectedTables();
    tables.forEach((name, rows) -> fewer.tables.put(name, TableRows.without(rows, column)));
    return fewer;
  }

  /** The names of the tables. */
  public Set<String> names() {
    return tables.keySet();
  }

  /** Fails unless the tables in {@code actual}, all or some, have these rows. */
  public void assertSame(Map<String, List<Map<String, Object>>> actual) {
    actual.forEach(
        (name, rows) ->
            TableRows.assertSame(
                name + ", oracle and stream", tables.get(name), compared(name, rows)));
  }

  /** Not what the oracle does not tell: where a reject was found, and how often a row was late. */
  private static List<Map<String, Object>> compared(String table, List<Map<String, Object>> rows) {
    List<Map<String, Object>> told =
        switch (table) {
          case OperationsTable.METRICS, CostAttributionTable.NAME, CostByTagTable.NAME ->
              TableRows.without(rows, "revision");
          case RejectedEventsTable.NAME -> TableRows.without(rows, "detail", "origin", "position");
          default -> rows;
        };
    return told.stream().map(OracleRow::withReadableSketch).toList();
  }

  /** The ledger of events none of which is late, and of some that are. */
  private static List<Map<String, Object>> withLate(
      List<Map<String, Object>> ledger, List<Map<String, Object>> late) {
    Map<Instant, Map<String, Object>> byWindow = new TreeMap<>();
    List<Map<String, Object>> rows = new ArrayList<>(ledger);
    ledger.stream()
        .filter(row -> row.containsKey("window_start"))
        .forEach(row -> byWindow.put((Instant) row.get("window_start"), row));
    for (Map<String, Object> event : late) {
      Instant window = (Instant) event.get("window_start");
      Map<String, Object> row =
          byWindow.computeIfAbsent(
              window,
              start -> {
                Map<String, Object> empty = new TreeMap<>(ledger.get(0));
                empty.replaceAll((column, cell) -> cell instanceof Long ? (Object) 0L : cell);
                empty.put("window_start", start);
                empty.put("window_end", start.plusMillis(WINDOW));
                rows.add(empty);
                return empty;
              });
      row.merge("read", 1L, (a, b) -> (Long) a + (Long) b);
      row.merge("late", 1L, (a, b) -> (Long) a + (Long) b);
    }
    return rows;
  }
}
