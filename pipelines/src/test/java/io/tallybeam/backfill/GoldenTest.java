package io.tallybeam.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.datadoghq.sketch.ddsketch.DDSketch;
import io.tallybeam.launch.Launcher;
import io.tallybeam.launch.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed archive through the command line, against the committed goldens. */
class GoldenTest {

  private static final Path TEST_DATA = Path.of("..", "testdata");
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** Not exact, or told of costs in {@link OracleCosts}. */
  private static final String[] APART = {
    "p50_latency_ms",
    "p95_latency_ms",
    "p99_latency_ms",
    "latency_sketch",
    "reported_cost_usd",
    "reported_cost_count",
    "computed_cost_count",
    "cost_difference_count",
    "avoided_cost_usd",
    "priced_requests",
    "provider_reported_requests",
    "free_requests",
    "unpriced_requests",
    "unpriced_tokens_input",
    "unpriced_tokens_output",
    "price_coverage",
    "fallback_requests"
  };

  private static final String[] PERCENTILES = {"p50", "p95", "p99"};

  private static Map<String, List<Map<String, Object>>> tables = Map.of();
  private static String said = "";

  @BeforeAll
  static void backfill(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    int exit =
        new Launcher("direct", List.of(new BackfillCommand()), List.of(), terminal)
            .run(
                "backfill",
                "--input=" + TEST_DATA.resolve("archive/*"),
                "--warehouse=" + folder.resolve("warehouse"),
                "--spillFolder=" + folder.resolve("spill"));
    assertThat(err.toString(UTF_8), exit, is(Launcher.DONE));
    said = out.toString(UTF_8);
    tables = new TestWarehouse(folder.resolve("warehouse")).tables();
  }

  private static List<Map<String, Object>> golden(String file) throws IOException {
    return GoldenRows.of(TEST_DATA.resolve("golden").resolve(file));
  }

  @Test
  void metrics() throws IOException {
    List<Map<String, Object>> expected = golden("llm_operations_metrics.csv");
    for (Map<String, Object> row : expected) {
      row.put("window_end", ((Instant) row.get("window_start")).plus(WINDOW));
      ratio(row, "cache_hit_rate", "cache_hits", "total_requests");
      ratio(row, "error_rate", "failed_requests", "total_requests");
      ratio(row, "avg_tokens_input", "tokens_input_sum", "tokens_input_count");
      ratio(row, "avg_tokens_output", "tokens_output_sum", "tokens_output_count");
      ratio(row, "avg_latency_ms", "latency_ms_sum", "latency_ms_count");
      row.put("revision", 0);
    }
    TableRows.assertSame(
        "metrics",
        TableRows.without(expected, APART),
        TableRows.without(tables.get("llm_operations_metrics"), APART));
  }

  private static void ratio(Map<String, Object> row, String column, String sum, String count) {
    if (!row.get(count).equals(0L)) {
      double numerator = ((Number) row.get(sum)).doubleValue();
      row.put(column, numerator / (Long) row.get(count));
    }
  }

  @Test
  void percentilesAreWithinOnePercent() throws IOException {
    Map<Object, Map<String, Object>> actual = new HashMap<>();
    tables.get("llm_operations_metrics").forEach(row -> actual.put(key(row), row));
    for (Map<String, Object> row : golden("llm_operations_metrics.csv")) {
      for (String percentile : PERCENTILES) {
        Double exact = (Double) row.get(percentile + "_latency_ms");
        Double found = (Double) actual.get(key(row)).get(percentile + "_latency_ms");
        String what = percentile + " of " + key(row);
        if (exact == null || found == null) {
          assertThat(what, found, is(exact));
        } else {
          assertThat(what, found, closeTo(exact, exact * 0.01 * (1 + 1e-9)));
        }
      }
    }
  }

  private static Object key(Map<String, Object> row) {
    return List.of(
        row.get("window_start"), row.get("tenant_id"), row.get("provider"), row.get("model"));
  }

  /** Other programs can go on from the sketch: it says what the columns say. */
  @Test
  void sketchesHoldThePercentiles() {
    for (Map<String, Object> row : tables.get("llm_operations_metrics")) {
      if (row.containsKey("latency_sketch")) {
        DDSketch sketch = OracleRow.decode((String) row.get("latency_sketch"));
        assertThat((long) sketch.getCount(), is(row.get("latency_ms_count")));
        assertThat(sketch.getValueAtQuantile(0.5), is(row.get("p50_latency_ms")));
        assertThat(sketch.getValueAtQuantile(0.95), is(row.get("p95_latency_ms")));
        assertThat(sketch.getValueAtQuantile(0.99), is(row.get("p99_latency_ms")));
      }
    }
  }

  @Test
  void ledger() throws IOException {
    List<Map<String, Object>> expected = golden("ledger.csv");
    for (Map<String, Object> row : expected) {
      row.put("conflicting_duplicates", row.remove("conflicting"));
      row.put("outside_range", 0L);
      row.put("late", 0L);
      row.put("source", "archive");
      if (row.containsKey("window_start")) {
        row.put("window_end", ((Instant) row.get("window_start")).plus(WINDOW));
      }
    }
    TableRows.assertSame("ledger", expected, tables.get("window_ledger"));
  }

  @Test
  void rejectedEvents() throws IOException {
    List<Map<String, Object>> rejected = tables.get("rejected_events");
    rejected.forEach(
        row ->
            row.computeIfPresent(
                "origin", (column, path) -> Path.of((String) path).getFileName().toString()));
    TableRows.assertSame(
        "rejected_events",
        golden("rejected_events.csv"),
        TableRows.without(
            rejected, "window_start", "detail", "source", "payload", "payload_bytes"));
  }

  @Test
  void payloadsHoldNoPersonalData() {
    List<String> payloads =
        tables.get("rejected_events").stream().map(row -> (String) row.get("payload")).toList();
    assertThat(payloads, everyItem(not(containsString("@example.com"))));
    assertThat(payloads, hasItem(containsString("[REDACTED_EMAIL]")));
  }

  @Test
  void summaryTellsTheLedger() {
    for (String line :
        List.of("read +8,999", "= aggregated +8,847", "\\+ duplicate +87", "\\+ rejected +65")) {
      assertThat(said, said.lines().anyMatch(text -> text.strip().matches(line)), is(true));
    }
  }
}
