package io.tallybeam.streaming;

import static io.tallybeam.streaming.TestCall.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.backfill.TableRows;
import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.TenantShards;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls of the window from 12:00 to 12:15, corrected up to 13:15, in every relation to the
 * watermark: what a reader sees of them in one snapshot after the other.
 */
class StreamLatenessTest {

  /** The timers of Beam fire when the watermark is past their time. */
  private static final String ENDED = "12:15:00.001";

  @TempDir Path folder;

  @Test
  void onTime() throws IOException {
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"), at("acme", "12:14:59.999"), at("acme", "12:15:00"))
            .pass(3)
            .watermark(ENDED)
            .pass(3);

    assertThat(
        seen("acme", run(calls)),
        contains("12:00 m 2 1.0 r0", "12:00 m 2 1.0 r0, 12:15 m 1 0.5 r0"));
    assertThat(ledger("12:00"), is("2 read, 2 aggregated"));
  }

  @Test
  void speculative() throws IOException {
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"))
            .pass(8)
            .read(at("acme", "12:05:00"), at("acme", "12:06:00"))
            .pass(8)
            .read(at("acme", "12:07:00"))
            .watermark(ENDED)
            .pass(3);

    assertThat(
        seen("acme", run(calls, "--earlyFirings=5s")),
        contains("12:00 m 1 0.5 r0", "12:00 m 3 1.5 r0", "12:00 m 4 2.0 r0"));
    assertThat(ledger("12:00"), is("4 read, 4 aggregated"));
  }

  @Test
  void unobservablyLate() throws IOException {
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"))
            .watermark("12:14:59.999")
            .pass(3)
            .read(at("acme", "12:02:00"))
            .pass(15)
            .watermark(ENDED)
            .pass(3);

    assertThat(seen("acme", run(calls)), contains("12:00 m 2 1.0 r0"));
  }

  @Test
  void observablyLate() throws IOException {
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"), at("acme", "12:02:00").model("other"))
            .watermark(ENDED)
            .pass(3)
            .read(at("acme", "12:03:00"))
            .pass(5)
            .read(at("acme", "12:04:00"))
            .pass(10)
            .read(at("acme", "12:04:00"))
            .watermark("13:14:59.999")
            .pass(15);

    assertThat(
        seen("acme", run(calls)),
        contains(
            "12:00 m 1 0.5 r0, 12:00 other 1 0.5 r0",
            "12:00 m 3 1.5 r1, 12:00 other 1 0.5 r0",
            "12:00 m 4 2.0 r2, 12:00 other 1 0.5 r0"));
    assertThat(ledger("12:00"), is("5 read, 5 aggregated"));
    assertThat(rows(LateEventsTable.NAME), is(empty()));
  }

  @Test
  void droppablyLate() throws IOException {
    TestCall late = at("acme", "12:04:00").id("x");
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"))
            .watermark("13:15:30")
            .pass(3)
            .read(late)
            .pass(15);

    assertThat(seen("acme", run(calls)), contains("12:00 m 1 0.5 r0"));
    assertThat(ledger("12:00"), is("2 read, 1 aggregated, 1 late"));
    assertThat(rows(LateEventsTable.NAME), contains(lateRow(late, 2, 30_000)));
  }

  /** The window has closed when the watermark is at its end and the allowed lateness. */
  @Test
  void lateAtTheBorder() throws IOException {
    TestCall late = at("acme", "12:14:59.999");
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00"))
            .watermark("13:14:59.999")
            .read(at("acme", "12:04:00"))
            .watermark("13:15:00")
            .read(late);

    assertThat(seen("acme", run(calls)).get(0), is("12:00 m 2 1.0 r1"));
    assertThat(ledger("12:00"), is("3 read, 2 aggregated, 1 late"));
    assertThat(rows(LateEventsTable.NAME), contains(lateRow(late, 4, 0)));
  }

  /** Within one block an event is late by those before it in its partition, not by any other. */
  @Test
  void lateByTheEventBefore() throws IOException {
    TestCall late = at("acme", "12:14:00");
    OnePartition calls =
        new OnePartition()
            .read(
                at("acme", "12:13:00"),
                at("clock", "13:15:29.999"),
                at("acme", "12:02:00"),
                at("clock", "13:15:30"),
                late);

    assertThat(seen("acme", run(calls)), contains("12:00 m 2 1.0 r0"));
    assertThat(ledger("12:00"), is("3 read, 2 aggregated, 1 late"));
    assertThat(rows(LateEventsTable.NAME), contains(lateRow(late, 4, 0)));
  }

  @Test
  void farAheadMovesNoWatermark() throws IOException {
    TestCall far = at("acme", "13:05:00.001").written("12:05:00").notBelieved();
    OnePartition calls =
        new OnePartition()
            .read(at("acme", "12:01:00").written("12:05:00"), far, at("acme", "12:06:00"))
            .read(
                new TestCall(
                    "acme", Instant.parse("9999-01-01T00:00:00Z"), "m", "", "1", -1, false))
            .read(at("acme", "12:07:00"))
            .watermark(ENDED);

    assertThat(seen("acme", run(calls)), contains("12:00 m 3 1.5 r0"));
    assertThat(rows(LateEventsTable.NAME), is(empty()));
    List<String> rejected = new ArrayList<>();
    for (Map<String, Object> row : rows(RejectedEventsTable.NAME)) {
      assertThat(row.containsKey("window_start"), is(false));
      rejected.add(row.get("reason") + " " + row.get("origin"));
    }
    rejected.sort(null);
    assertThat(
        rejected, contains("implausible_timestamp calls/0/1", "implausible_timestamp calls/0/3"));
  }

  @Test
  void asFarAheadAsIsTolerated() throws IOException {
    OnePartition calls =
        new OnePartition().read(at("acme", "13:05:00").written("12:05:00"), at("acme", "12:06:00"));

    assertThat(seen("acme", run(calls)), contains("12:00 m 1 0.5 r0, 13:00 m 1 0.5 r0"));
    assertThat(rows(RejectedEventsTable.NAME), is(empty()));
  }

  /** Without the state it had; and without all of the calls that were there before. */
  @Test
  void startedAnew() throws IOException {
    assertThat(new TenantShards(2).of("acme"), is(not(new TenantShards(2).of("past"))));
    run(
        new OnePartition()
            .read(at("acme", "12:01:00"), at("past", "12:02:00"), at("past", "12:16:00"))
            .watermark(ENDED)
            .pass(3));

    List<List<String>> again =
        run(
            new OnePartition()
                .read(at("acme", "12:03:00"), at("acme", "12:04:00"))
                .watermark(ENDED)
                .pass(3)
                .read(at("late", "12:05:00"))
                .pass(15));

    assertThat(
        seen("acme", again.subList(again.size() - 1, again.size())), contains("12:00 m 2 1.0 r0"));
    for (String table : List.of(OperationsTable.METRICS, CostAttributionTable.NAME)) {
      assertThat(
          rows(table).stream()
              .map(row -> (String) row.get("tenant_id"))
              .distinct()
              .sorted()
              .toList(),
          contains("acme", "clock", "late"));
    }
  }

  @Test
  void lateCopyChangesNothing() throws IOException {
    assertThat(
        seen("acme", lateCopy(at("acme", "12:01:00").id("x"), at("acme", "12:01:00").id("x"))),
        contains("12:00 m 1 0.5 r0"));
    assertThat(ledger("12:00"), is("2 read, 1 aggregated, 1 duplicates"));
  }

  @Test
  void lateCopyIsCheaper() throws IOException {
    TestCall call = at("acme", "12:01:00").id("x");
    assertThat(
        seen("acme", lateCopy(call, call.cost("0.25"))),
        contains("12:00 m 1 0.5 r0", "12:00 m 1 0.25 r1"));
    assertThat(ledger("12:00"), is("2 read, 1 aggregated, 1 duplicates, 1 conflicting_duplicates"));
  }

  @Test
  void lateCopyIsDearer() throws IOException {
    TestCall call = at("acme", "12:01:00").id("x");
    assertThat(seen("acme", lateCopy(call, call.cost("0.75"))), contains("12:00 m 1 0.5 r0"));
  }

  @Test
  void lateCopyIsOfAnotherModel() throws IOException {
    TestCall call = at("acme", "12:01:00").id("x");
    assertThat(
        seen("acme", lateCopy(call, call.model("a"))),
        contains("12:00 m 1 0.5 r0", "12:00 a 1 0.5 r0"));
    assertThat(ledger("12:00"), is("2 read, 1 aggregated, 1 duplicates, 1 conflicting_duplicates"));
  }

  private List<List<String>> lateCopy(TestCall call, TestCall copy) throws IOException {
    return run(new OnePartition().read(call).watermark(ENDED).pass(3).read(copy).pass(15));
  }

  /** Runs, and gives the metrics of each snapshot as text. */
  private List<List<String>> run(OnePartition calls, String... args) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--shards=2",
                "--correctionInterval=10s",
                "--commitInterval=1s",
                "--rollUpInterval=0s"));
    all.addAll(List.of(args));
    new TestedStream(folder).run(calls.end(), TestedStream.DIRECT, all.toArray(new String[0]));
    for (Map<String, Object> row : rows(WindowLedgerTable.NAME)) {
      long read = count(row, "read");
      long sum = count(row, "aggregated") + count(row, "duplicates") + count(row, "rejected");
      assertThat(row.toString(), sum + count(row, "outside_range") + count(row, "late"), is(read));
    }
    try (TableCatalog catalog = new TestWarehouse(folder).open()) {
      Table metrics = catalog.load(OperationsTable.METRICS);
      EverySnapshot.assertOneRowEach(metrics);
      List<List<String>> snapshots = new ArrayList<>();
      for (long id : EverySnapshot.of(metrics)) {
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> records =
            IcebergGenerics.read(metrics).useSnapshot(id).build()) {
          records.forEach(record -> rows.add(text(record)));
        }
        snapshots.add(rows);
      }
      return snapshots;
    }
  }

  private static String text(Record row) {
    return row.getField("tenant_id")
        + " "
        + row.getField("window_start").toString().substring(11, 16)
        + " "
        + row.getField("model")
        + " "
        + row.getField("total_requests")
        + " "
        + ((java.math.BigDecimal) row.getField("total_cost_usd")).doubleValue()
        + " r"
        + row.getField("revision");
  }

  /** What is seen of a tenant, one snapshot after the other, where it changes. */
  private static List<String> seen(String tenant, List<List<String>> snapshots) {
    List<String> seen = new ArrayList<>();
    for (List<String> rows : snapshots) {
      String now =
          String.join(
              ", ",
              rows.stream()
                  .filter(row -> row.startsWith(tenant + " "))
                  .map(row -> row.substring(tenant.length() + 1))
                  .sorted()
                  .toList());
      if (!now.isEmpty() && (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now))) {
        seen.add(now);
      }
    }
    return seen;
  }

  private List<Map<String, Object>> rows(String table) throws IOException {
    try (TableCatalog catalog = new TestWarehouse(folder).open()) {
      return TableRows.of(catalog.load(table));
    }
  }

  /** What became of the events of a window, but for the tenant that moves the clock. */
  private String ledger(String window) throws IOException {
    List<String> counts = new ArrayList<>();
    for (Map<String, Object> row : rows(WindowLedgerTable.NAME)) {
      if (TestCall.time(window + ":00").equals(row.get("window_start"))) {
        for (String column :
            List.of(
                "read", "aggregated", "duplicates", "conflicting_duplicates", "rejected", "late")) {
          if (count(row, column) > 0) {
            counts.add(count(row, column) + " " + column);
          }
        }
      }
    }
    return String.join(", ", counts);
  }

  private static long count(Map<String, Object> row, String column) {
    return (Long) row.get(column);
  }

  private static Map<String, Object> lateRow(TestCall call, long offset, long lateBy) {
    Instant window = TestCall.time("12:00:00");
    return Map.of(
        "window_start",
        window,
        "event_time",
        call.time(),
        "tenant_id",
        call.tenant(),
        "late_by_ms",
        lateBy,
        "source",
        "matih.ai.llm-ops",
        "origin",
        TopicScript.TOPIC + "/0/" + offset,
        "position",
        0L,
        "payload",
        call.json(),
        "payload_bytes",
        (long) call.json().length());
  }
}
