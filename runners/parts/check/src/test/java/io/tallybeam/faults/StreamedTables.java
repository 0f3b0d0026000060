package io.tallybeam.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.backfill.TableRows;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.SinkToken;
import io.tallybeam.streaming.EverySnapshot;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.CostByTagTable;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;

/**
 * The tables that a stream writes, without the window that is open in the end, and without what a
 * backfill beside it says of no window.
 */
record StreamedTables(String catalogAddress, String namespace) {

  private static final List<String> NAMES =
      List.of(
          OperationsTable.METRICS,
          CostAttributionTable.NAME,
          CostByTagTable.NAME,
          WindowLedgerTable.NAME,
          RejectedEventsTable.NAME,
          LateEventsTable.NAME);

  /** The source of a backfill beside the stream. */
  static final String REPLAYED = "replayed";

  private static final int PATIENCE_SECONDS = 180;

  private TableCatalog open() {
    return TableCatalog.open(
        new CatalogSettings(Map.of("type", "rest", "uri", catalogAddress), namespace));
  }

  /** Waits until the ledger tells of {@code events}, and the metrics hold what it tells. */
  void await(long events) throws IOException, InterruptedException {
    String seen = "";
    int complete = 0;
    for (int second = 0; second < PATIENCE_SECONDS && complete < 2; second++) {
      Thread.sleep(1_000);
      Map<String, List<Map<String, Object>>> rows = rows();
      List<Map<String, Object>> ledger = rows.get(WindowLedgerTable.NAME);
      long read = sum(ledger, "read");
      long aggregated = sum(ledger, "aggregated");
      long requests = sum(rows.get(OperationsTable.METRICS), "total_requests");
      seen = read + " events in the ledger, " + aggregated + " calls, in the metrics " + requests;
      complete = read == events && aggregated == requests ? complete + 1 : 0;
    }
    if (complete < 2) {
      throw new AssertionError("expected " + events + " events: " + seen);
    }
  }

  /** Waits until the metrics have rows of a window that starts at {@code start}, or a later one. */
  void awaitWindow(Instant start) throws IOException, InterruptedException {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      for (Map<String, Object> row : rows().get(OperationsTable.METRICS)) {
        if (!start.isAfter((Instant) row.get("window_start"))) {
          return;
        }
      }
      Thread.sleep(1_000);
    }
    throw new AssertionError("no rows of windows from " + start + " on");
  }

  private static long sum(List<Map<String, Object>> rows, String column) {
    return rows.stream().mapToLong(row -> (Long) row.getOrDefault(column, 0L)).sum();
  }

  /** The rows by table, of those tables that a stream writes itself. */
  Map<String, List<Map<String, Object>>> rows() throws IOException {
    Map<String, List<Map<String, Object>>> tables = new TreeMap<>();
    try (TableCatalog catalog = open()) {
      for (String name : NAMES) {
        List<Map<String, Object>> rows = TableRows.of(catalog.load(name));
        tables.put(
            name,
            rows.stream()
                .filter(row -> !WrittenTopic.END.equals(row.get("window_start")))
                .filter(row -> row.containsKey("window_start") || !isReplayed(row))
                .toList());
      }
    }
    return tables;
  }

  private static boolean isReplayed(Map<String, Object> row) {
    return REPLAYED.equals(row.get("source"));
  }

  void assertOneRowEach() throws IOException {
    try (TableCatalog catalog = open()) {
      EverySnapshot.assertOneRowEach(catalog.load(OperationsTable.METRICS));
    }
  }

  /** In no table are two snapshots of one logical commit. */
  void assertEachCommitOnce() {
    try (TableCatalog catalog = open()) {
      for (String name : NAMES) {
        Set<String> tokens = new HashSet<>();
        for (Snapshot snapshot : catalog.load(name).snapshots()) {
          String token = snapshot.summary().get(SinkToken.TOKEN);
          if (token != null) {
            assertThat(name + " has " + token + " once", tokens.add(token), is(true));
          }
        }
      }
    }
  }
}
