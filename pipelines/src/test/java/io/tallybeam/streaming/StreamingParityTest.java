package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OperationsOracle;
import io.tallybeam.backfill.OraclePrices;
import io.tallybeam.backfill.RandomEvents;
import io.tallybeam.backfill.TableRows;
import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.backfill.Way;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.CostByTagTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.io.Read;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same events through the stream, in any order that its lateness allows, and through the
 * backfill: equal tables, cell by cell, and those of the oracle.
 */
class StreamingParityTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
  private static final List<String> COMMON =
      List.of("--source=archive", "--redact=false", "--zone=" + ZONE);
  private static final long NO_START = Long.MIN_VALUE;

  @TempDir Path folder;

  @Test
  void shuffledWithinTheLateness() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(11).lines(900);
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    TopicScript script = script(lines, 1, "30s", "1h", NO_START);
    assertParity(script, oracle, 1, "--shards=3", "--correctionInterval=20s");
  }

  @Test
  void earlyResults() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(12).lines(700);
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    TopicScript script = script(lines, 2, "2m", "20m", NO_START);
    assertParity(
        script,
        oracle,
        2,
        "--shards=1",
        "--watermarkDelay=2m",
        "--allowedLateness=20m",
        "--earlyFirings=7s",
        "--correctionInterval=1s",
        "--commitInterval=3s");
  }

  @Test
  void withoutLateness() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(13).lines(700);
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    TopicScript script = script(lines, 3, "10m", "0s", NO_START);
    assertParity(script, oracle, 3, "--shards=7", "--watermarkDelay=10m", "--allowedLateness=0s");
  }

  @Test
  void copiesCountWhereTheyAreNotLookedFor() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(14).lines(700);
    OperationsOracle oracle = OperationsOracle.of(lines, false);
    TopicScript script = script(lines, 4, "30s", "1h", NO_START);
    assertParity(
        script, oracle, 4, "--shards=2", "--deduplicate=false", "--correctionInterval=40s");
  }

  @Test
  void windowsFromStart() throws IOException {
    Instant end = Instant.parse("2100-01-01T00:00:00Z");
    List<ArchivedLine> lines = new RandomEvents(15).lines(700);
    OperationsOracle oracle = OperationsOracle.of(lines, true, RandomEvents.FROM, end);
    assertThat(oracle.total("outside_range"), greaterThan(50L));
    TopicScript script = script(lines, 5, "30s", "1h", RandomEvents.FROM.toEpochMilli());
    Map<String, List<Map<String, Object>>> streamed =
        stream(script, oracle, 5, "--startFrom=" + RandomEvents.FROM, "--earlyFirings=15s");
    assertOracle(streamed, oracle, script);
    assertSame(backfill(script.inTime(), "--from=" + RandomEvents.FROM, "--to=" + end), streamed);
  }

  /** What is late is nowhere else, and all else is as if it had never come. */
  @Test
  void shuffledBeyondTheLateness() throws IOException {
    for (int seed = 6; seed < 8; seed++) {
      List<ArchivedLine> lines = new RandomEvents(10 + seed).lines(800);
      TopicScript script = TopicScript.of(lines, seed, 30_000, 300_000, 1_500_000, NO_START);
      assertThat(script.late(), is(not(empty())));
      OperationsOracle oracle = OperationsOracle.of(script.inTime(), true);
      Map<String, List<Map<String, Object>>> streamed =
          stream(script, oracle, seed, "--allowedLateness=5m", "--earlyFirings=10s");
      assertOracle(streamed, oracle, script);
    }
  }

  /** On Flink, whose checkpoints come anywhere. */
  @Test
  void onFlink() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(21).lines(700);
    TopicScript within = script(lines, 21, "30s", "1h", NO_START);
    OraclePrices prices = OraclePrices.first();
    OperationsOracle oracle = OperationsOracle.of(lines, true).at(prices);
    String priced = "--prices=" + prices.write(folder);
    Map<String, List<Map<String, Object>>> streamed =
        streamOnFlink(within, 0, "--shards=3", priced);
    assertOracle(streamed, oracle, within);
    assertSame(backfill(lines, priced), streamed);
  }

  /** Goes on from checkpoints: nothing is lost, and nothing is there twice. */
  @Test
  void onFlinkThatBreaksDown() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(22).lines(700);
    TopicScript beyond = TopicScript.of(lines, 22, 30_000, 300_000, 1_500_000, NO_START);
    Map<String, List<Map<String, Object>>> streamed =
        streamOnFlink(beyond, 3, "--shards=2", "--allowedLateness=5m", "--earlyFirings=1s");
    assertOracle(streamed, OperationsOracle.of(beyond.inTime(), true), beyond);
  }

  private Map<String, List<Map<String, Object>>> streamOnFlink(
      TopicScript script, int breakdowns, String... args) throws IOException {
    Path warehouse = Files.createTempDirectory(folder, "streamed");
    List<String> all = new ArrayList<>(COMMON);
    all.add("--correctionInterval=0.2s");
    all.add("--commitInterval=0.1s");
    all.add("--rollUpInterval=0.3s");
    all.addAll(List.of(args));
    String run = warehouse.toString();
    ScriptedSource source = ScriptedSource.of(run, script, breakdowns);
    TestedStream stream = new TestedStream(warehouse);
    Thread end =
        AllCommitted.start(
            warehouse,
            (long) script.inTime().size() + script.late().size(),
            ScriptedSource.control(run));
    stream.run(Read.from(source), TestedStream.FLINK, all.toArray(new String[0]));
    end.interrupt();
    assertThat("breakdowns to come", ScriptedSource.control(run).breakdownsLeft(), is(0));
    return tables(warehouse);
  }

  private static TopicScript script(
      List<ArchivedLine> lines, long seed, String delay, String lateness, long from) {
    long delayMillis = java.time.Duration.parse("PT" + delay).toMillis();
    long latenessMillis = java.time.Duration.parse("PT" + lateness).toMillis();
    TopicScript script =
        TopicScript.of(
            lines, seed, delayMillis, latenessMillis, delayMillis + latenessMillis, from);
    assertThat(script.late(), is(empty()));
    return script;
  }

  private void assertParity(TopicScript script, OperationsOracle oracle, long seed, String... args)
      throws IOException {
    assertThat(oracle.metrics().size(), greaterThan(100));
    Map<String, List<Map<String, Object>>> streamed = stream(script, oracle, seed, args);
    assertOracle(streamed, oracle, script);
    List<String> same = new ArrayList<>();
    if (List.of(args).contains("--deduplicate=false")) {
      same.add("--deduplicate=false");
    }
    assertSame(backfill(script.inTime(), same.toArray(new String[0])), streamed);
  }

  private Map<String, List<Map<String, Object>>> stream(
      TopicScript script, OperationsOracle oracle, long seed, String... args) throws IOException {
    Path warehouse = Files.createTempDirectory(folder, "streamed");
    TestStreamFeed feed = TestStreamFeed.of(script.blocks(), seed, Duration.standardSeconds(5));
    List<String> all = new ArrayList<>(COMMON);
    all.addAll(List.of(args));
    StreamCounters counters =
        new StreamCounters(
            new TestedStream(warehouse)
                .run(feed.stream(), TestedStream.DIRECT, all.toArray(new String[0])));
    counters.assertEvents(oracle, script);
    try (TableCatalog catalog = new TestWarehouse(warehouse).open()) {
      counters.assertCommits(catalog);
    }
    Map<String, List<Map<String, Object>>> tables = tables(warehouse);
    assertRevisions(tables.get(OperationsTable.METRICS), feed.touchedAfterEnd());
    counters.assertCorrections(tables.get(OperationsTable.METRICS), feed.touchedAfterEnd());
    return tables;
  }

  private static Map<String, List<Map<String, Object>>> tables(Path folder) throws IOException {
    TestWarehouse warehouse = new TestWarehouse(folder);
    try (TableCatalog catalog = warehouse.open()) {
      EverySnapshot.assertOneRowEach(catalog.load(OperationsTable.METRICS));
    }
    return new TreeMap<>(warehouse.tables());
  }

  private Map<String, List<Map<String, Object>>> backfill(List<ArchivedLine> lines, String... args)
      throws IOException {
    Path archive = Files.createTempDirectory(folder, "archive");
    Way way = new Way(List.of(".ndjson", ".gz"), 3, true, 40_000, 3, 2, false);
    way.write(archive, lines, new Random(1));
    TestWarehouse warehouse = new TestWarehouse(Files.createTempDirectory(folder, "backfilled"));
    List<String> all = new ArrayList<>(COMMON);
    all.addAll(List.of(args));
    all.add("--rejectsAllowed=100%");
    warehouse.backfill(archive, way, all.toArray(new String[0]));
    Map<String, List<Map<String, Object>>> tables = warehouse.tables();
    // A stream adjusts nothing.
    assertThat(tables.remove(CostAdjustmentsTable.NAME), is(empty()));
    return tables;
  }

  /** Only rows that changed after their window had ended were corrected, at most once a block. */
  private static void assertRevisions(
      List<Map<String, Object>> metrics, Map<ReadBlock.RowKey, Integer> afterEnd) {
    int corrected = 0;
    for (Map<String, Object> row : metrics) {
      ReadBlock.RowKey key =
          new ReadBlock.RowKey(
              (Instant) row.get("window_start"),
              (String) row.get("tenant_id"),
              (String) row.get("provider"),
              (String) row.get("model"));
      int revision = (Integer) row.get("revision");
      assertThat(key.toString(), revision, greaterThanOrEqualTo(0));
      assertThat(key.toString(), revision, lessThanOrEqualTo(afterEnd.getOrDefault(key, 0)));
      corrected += revision > 0 ? 1 : 0;
    }
    assertThat("corrections", corrected > 0, is(!afterEnd.isEmpty()));
  }

  private static void assertOracle(
      Map<String, List<Map<String, Object>>> tables, OperationsOracle oracle, TopicScript script) {
    ExpectedTables expected = ExpectedTables.of(oracle, script.late(), ZONE);
    assertThat(tables.keySet(), is(expected.names()));
    expected.assertSame(tables);
  }

  private static void assertSame(
      Map<String, List<Map<String, Object>>> backfilled,
      Map<String, List<Map<String, Object>>> streamed) {
    assertThat(streamed.keySet(), is(backfilled.keySet()));
    backfilled.forEach(
        (name, rows) ->
            TableRows.assertSame(
                name + ", backfill and stream",
                compared(name, rows),
                compared(name, streamed.get(name))));
  }

  /** The cells that must be equal: not where events were found, nor how often they came late. */
  private static List<Map<String, Object>> compared(String table, List<Map<String, Object>> rows) {
    return switch (table) {
      case OperationsTable.METRICS, CostAttributionTable.NAME, CostByTagTable.NAME ->
          TableRows.without(rows, "revision");
      case RejectedEventsTable.NAME -> TableRows.without(rows, "origin", "position");
      default -> rows;
    };
  }
}
