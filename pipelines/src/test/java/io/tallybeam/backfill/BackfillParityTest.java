package io.tallybeam.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However events are archived, cut, ordered and spread over workers: the tables are those of the
 * oracle, cell by cell, and among themselves equal to the last byte of a sketch.
 */
class BackfillParityTest {

  private static final long WHOLE = 1 << 20;

  @TempDir Path folder;

  @Test
  void windowsThatTheInputTouches() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(1).lines(3_000);
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    assertThat(oracle.total("conflicting_duplicates"), greaterThan(100L));
    assertParity(
        oracle,
        "Asia/Kathmandu",
        lines,
        List.of(
            new Way(List.of(".ndjson"), 1, false, WHOLE, 1, 1, false),
            new Way(List.of(".ndjson"), 7, true, 6_000, 9, 4, true),
            new Way(List.of(".gz"), 3, true, WHOLE, 4, 3, false),
            new Way(List.of(".bz2", "", ".zst"), 5, false, 70_000, 3, 2, true),
            new Way(List.of(".ndjson", ".gz"), 4, true, 8_000, 5, 2, false).onFlink()));
  }

  @Test
  void windowsOfRange() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(2).lines(1_500);
    OperationsOracle oracle = OperationsOracle.of(lines, true, RandomEvents.FROM, RandomEvents.TO);
    assertThat(oracle.total("outside_range"), greaterThan(100L));
    assertParity(
        oracle,
        "America/New_York",
        lines,
        List.of(
            new Way(List.of(".zst"), 2, true, WHOLE, 2, 2, true),
            new Way(List.of(".ndjson"), 4, false, 3_001, 7, 3, false),
            new Way(List.of(".ndjson", ".gz"), 6, true, 50_000, 1, 4, true),
            new Way(List.of(".ndjson"), 3, false, 5_000, 3, 1, false).onFlink()),
        "--from=" + RandomEvents.FROM,
        "--to=" + RandomEvents.TO);
  }

  /** Slices that are shorter than a line: most of them own none. */
  @Test
  void slicesWithinLines() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(3).lines(250);
    assertParity(
        OperationsOracle.of(lines, true),
        "America/St_Johns",
        lines,
        List.of(
            new Way(List.of(".bz2"), 1, false, WHOLE, 8, 1, true),
            new Way(List.of(".ndjson"), 2, true, 151, 5, 3, true)));
  }

  @Test
  void copiesCountWhereTheyAreNotLookedFor() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(4).lines(1_000);
    assertParity(
        OperationsOracle.of(lines, false),
        "UTC",
        lines,
        List.of(
            new Way(List.of(".ndjson"), 1, false, WHOLE, 4, 2, false),
            new Way(List.of(".ndjson", ".zst"), 5, true, 9_999, 6, 4, true),
            new Way(List.of(".ndjson"), 2, true, WHOLE, 2, 3, false).onFlink()),
        "--deduplicate=false");
  }

  @Test
  void callsArePricedByABook() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(6).lines(1_500);
    OraclePrices prices = OraclePrices.first();
    OperationsOracle oracle = OperationsOracle.of(lines, true).at(prices);
    assertParity(
        oracle,
        "America/New_York",
        lines,
        List.of(
            new Way(List.of(".ndjson"), 2, false, 20_000, 3, 3, false),
            new Way(List.of(".gz", ".ndjson"), 3, true, WHOLE, 2, 2, false).onFlink()),
        "--prices=" + prices.write(folder));
  }

  @Test
  void callsWithoutIdsAreNoCopies() throws IOException {
    List<ArchivedLine> lines = RandomEvents.withoutIds(new RandomEvents(5).lines(1_000));
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    List<Way> ways =
        List.of(
            new Way(List.of(".gz"), 2, false, WHOLE, 1, 3, true),
            new Way(List.of(".ndjson"), 3, true, 20_000, 9, 2, false));
    assertParity(oracle, "Pacific/Chatham", lines, ways);
  }

  private void assertParity(
      OperationsOracle oracle,
      String zone,
      List<ArchivedLine> lines,
      List<Way> ways,
      String... args)
      throws IOException {
    assertCoversMuch(oracle);
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.add("--zone=" + zone);
    all.add("--rejectsAllowed=100%");
    all.add("--redact=false");
    Map<String, List<Map<String, Object>>> first = Map.of();
    for (Way way : ways) {
      Path archive = Files.createTempDirectory(folder, "archive");
      Map<Path, byte[]> files = way.write(archive, lines, new Random(ways.indexOf(way)));
      TestWarehouse warehouse = new TestWarehouse(Files.createTempDirectory(folder, "warehouse"));
      warehouse.backfill(archive, way, all.toArray(new String[0]));
      Map<String, List<Map<String, Object>>> tables = new TreeMap<>(warehouse.tables());
      assertOrigins(files, tables.get(RejectedEventsTable.NAME));
      tables.computeIfPresent(
          RejectedEventsTable.NAME, (name, rows) -> TableRows.without(rows, "origin", "position"));
      assertOracle(oracle, ZoneId.of(zone), tables, way);
      if (first.isEmpty()) {
        first = tables;
      }
      assertThat(tables.keySet(), is(first.keySet()));
      for (Map.Entry<String, List<Map<String, Object>>> table : first.entrySet()) {
        TableRows.assertSame(
            table.getKey() + ", " + ways.get(0) + " and " + way,
            table.getValue(),
            tables.get(table.getKey()));
      }
    }
  }

  /** Each dead letter is where it says it is. */
  private static void assertOrigins(Map<Path, byte[]> files, List<Map<String, Object>> rejected) {
    for (Map<String, Object> row : rejected) {
      byte[] file = files.get(Path.of((String) row.get("origin")));
      int position = Math.toIntExact((Long) row.get("position"));
      int length = Math.toIntExact((Long) row.get("payload_bytes"));
      assertThat(new String(file, position, length, UTF_8), is(row.get("payload")));
    }
  }

  /** A comparison of little proves little. */
  private static void assertCoversMuch(OperationsOracle oracle) {
    assertThat(oracle.metrics().size(), greaterThan(100));
    assertThat(oracle.rejected(), is(not(empty())));
  }

  private static void assertOracle(
      OperationsOracle oracle,
      ZoneId zone,
      Map<String, List<Map<String, Object>>> tables,
      Way way) {
    Map<String, List<Map<String, Object>>> expected = new TreeMap<>();
    String daily = RollUpName.of("", new Period.Day(zone.normalized()));
    expected.putAll(oracle.tables(zone, daily.substring("_daily".length())));
    expected.put(WindowLedgerTable.NAME, oracle.ledger());
    expected.put(RejectedEventsTable.NAME, oracle.rejected());
    expected.put(LateEventsTable.NAME, List.of());
    expected.put(CostAdjustmentsTable.NAME, List.of());
    assertThat(tables.keySet(), is(expected.keySet()));
    expected.forEach(
        (name, rows) ->
            TableRows.assertSame(
                name + ", oracle and " + way,
                rows,
                TableRows.without(tables.get(name), "detail").stream()
                    .map(OracleRow::withReadableSketch)
                    .toList()));
  }
}
