package io.tallybeam.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.LateEventsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB, an engine that is not ours, reads the tables and the archive. */
class IndependentReaderTest {

  private static final Way WAY = new Way(List.of(".ndjson"), 2, false, 100_000, 3, 2, false);

  /** The columns of metrics that SQL can work out exactly, over the files ARCHIVE. */
  private static final String GROUP_BY =
      """
      SELECT
        make_timestamptz(
          epoch_ms(CAST(timestamp AS TIMESTAMP)) // 900000 * 900000 * 1000) AS window_start,
        tenant_id,
        coalesce(provider, 'unknown') AS provider,
        coalesce(model, 'unknown') AS model,
        count(*) AS total_requests,
        count(*) FILTER (lower(cache_hit) = 'true') AS cache_hits,
        count(*) FILTER (lower(success) = 'false') AS failed_requests,
        CAST(coalesce(sum(CAST(tokens_input AS BIGINT)), 0) AS BIGINT) AS tokens_input_sum,
        count(tokens_input) AS tokens_input_count,
        CAST(coalesce(sum(CAST(tokens_output AS BIGINT)), 0) AS BIGINT) AS tokens_output_sum,
        count(tokens_output) AS tokens_output_count,
        sum(CASE WHEN cost_usd IS NULL AND lower(cache_hit) = 'true' THEN 0
            ELSE CAST(cost_usd AS DECIMAL(38, 12)) END) AS total_cost_usd,
        count(*) FILTER (cost_usd IS NOT NULL OR lower(cache_hit) = 'true') AS cost_usd_count,
        sum(CAST(cost_usd AS DECIMAL(38, 12))) AS reported_cost_usd,
        count(cost_usd) AS reported_cost_count,
        count(*) FILTER (cost_usd IS NULL AND lower(cache_hit) = 'true') AS free_requests,
        count(cost_usd) AS provider_reported_requests,
        count(*) FILTER (cost_usd IS NULL AND NOT coalesce(lower(cache_hit) = 'true', false))
          AS unpriced_requests,
        coalesce(sum(CAST(latency_ms AS DECIMAL(38, 3))), 0) AS latency_ms_sum,
        count(latency_ms) AS latency_ms_count,
        CAST(min(CAST(latency_ms AS DECIMAL(38, 3))) AS DOUBLE) AS min_latency_ms,
        CAST(max(CAST(latency_ms AS DECIMAL(38, 3))) AS DOUBLE) AS max_latency_ms
      FROM read_ndjson('ARCHIVE', columns = {
        timestamp: 'VARCHAR', tenant_id: 'VARCHAR', provider: 'VARCHAR', model: 'VARCHAR',
        cache_hit: 'VARCHAR', success: 'VARCHAR', tokens_input: 'VARCHAR',
        tokens_output: 'VARCHAR', cost_usd: 'VARCHAR', latency_ms: 'VARCHAR'})
      GROUP BY ALL
      """;

  @TempDir Path folder;

  private TestWarehouse backfill(List<ArchivedLine> lines) throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    WAY.write(archive, lines, new Random(1));
    TestWarehouse warehouse = new TestWarehouse(folder.resolve("warehouse"));
    warehouse.backfill(archive, WAY, "--zone=Asia/Kolkata", "--rejectsAllowed=100%");
    return warehouse;
  }

  @Test
  void filesOfTheCurrentSnapshotsHoldWhatIcebergReads() throws IOException, SQLException {
    TestWarehouse warehouse = backfill(new RandomEvents(11).lines(2_000));
    try (TableCatalog catalog = warehouse.open();
        DuckDb duckDb = new DuckDb()) {
      List<String> names = new ArrayList<>(catalog.names());
      // Only a stream is late.
      assertThat(TableRows.of(catalog.load(LateEventsTable.NAME)), is(empty()));
      names.remove(LateEventsTable.NAME);
      // Nothing was there before.
      assertThat(TableRows.of(catalog.load(CostAdjustmentsTable.NAME)), is(empty()));
      names.remove(CostAdjustmentsTable.NAME);
      assertThat(names.size(), is(20));
      for (String name : names) {
        Table table = catalog.load(name);
        List<Map<String, Object>> rows = TableRows.of(table);
        assertThat(name, rows, is(not(empty())));
        TableRows.assertSame(name, rows, duckDb.rows(TableRows.files(table)));
      }
    }
  }

  @Test
  void sqlOverTheArchiveGivesTheSameMetrics() throws IOException, SQLException {
    TestWarehouse warehouse = backfill(new RandomEvents(12).plainCalls(4_000));
    List<Map<String, Object>> metrics = warehouse.tables().get("llm_operations_metrics");
    try (DuckDb duckDb = new DuckDb()) {
      List<Map<String, Object>> expected =
          duckDb.query(GROUP_BY.replace("ARCHIVE", folder.resolve("archive/*").toString()));
      assertThat(expected, is(not(empty())));
      TableRows.assertSame("metrics", expected, TableRows.without(metrics, NOT_IN_SQL));
    }
  }

  private static final String[] NOT_IN_SQL = {
    "window_end",
    "cache_hit_rate",
    "error_rate",
    "avg_tokens_input",
    "avg_tokens_output",
    "avg_latency_ms",
    "p50_latency_ms",
    "p95_latency_ms",
    "p99_latency_ms",
    "latency_sketch",
    "revision",
    "computed_cost_count",
    "cost_difference_count",
    "avoided_cost_usd",
    "priced_requests",
    "unpriced_tokens_input",
    "unpriced_tokens_output",
    "price_coverage",
    "fallback_requests"
  };
}
