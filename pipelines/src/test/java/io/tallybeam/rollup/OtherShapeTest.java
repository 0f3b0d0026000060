package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.MovedColumns;
import io.tallybeam.catalog.RewrittenFiles;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.Replacement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Roll-ups of tables whose columns or partitions another engine has changed. */
final class OtherShapeTest {

  private static final String WINDOWS = "llm_operations_metrics";
  private static final String HOURLY = "llm_operations_hourly";
  private static final Map<String, String> RUN = Map.of(Replacement.RUN_ID, "another");

  @TempDir Path folder;
  private TableCatalog catalog;
  private Map<String, List<String>> before;

  @BeforeEach
  void backfill() throws IOException {
    Path input =
        Events.write(
            folder.resolve("in.ndjson"),
            Events.calls(Instant.parse("2024-02-29T00:00:00Z"), 60, 60, "acme"));
    CommandLine.backfill(input, folder.resolve("warehouse")).done();
    before = CommittedRows.of(folder.resolve("warehouse"));
    catalog = CommittedRows.open(folder.resolve("warehouse"));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void movedColumnsAreNotAddedUpUnderEachOthersNames() throws IOException {
    move(WINDOWS);

    assertTold(WINDOWS, this::refreshStale);
  }

  @Test
  void columnsMayMoveAtAnyTime() throws IOException {
    for (String table : List.of(WINDOWS, HOURLY)) {
      RollUp<?> rollUp = hourly();
      move(table);

      assertTold(table, () -> rollUp.refresh(RUN, Map.of()));

      catalog.load(table).updateSchema().moveAfter("cache_hits", "error_rate").commit();
    }
    refreshStale();
    assertThat(CommittedRows.of(folder.resolve("warehouse")), is(before));
  }

  /** A month's number as that of a day is one of 1971. */
  @Test
  void monthsAreNotTakenForDays() throws IOException {
    partitionBy("month");

    UserError error = assertThrows(UserError.class, this::refreshStale);

    assertThat(
        error.getMessage(),
        is(
            "table matih_analytics.llm_operations_metrics is partitioned by month(window_start)"
                + " and not by day(window_start): partition it so again, or write into another"
                + " --namespace or --warehouse"));
  }

  @Test
  void aFileOfAMonthIsToldUntilItIsRewritten() throws IOException {
    partitionBy("month");
    RewrittenFiles.overwrite(catalog.load(WINDOWS));
    partitionBy("day");

    UserError error = assertThrows(UserError.class, this::refreshStale);

    assertThat(
        error.getMessage().replaceFirst("/.*parquet", "F"),
        is(
            "table matih_analytics.llm_operations_metrics: the file F is partitioned by"
                + " month(window_start) and not by day(window_start): rewrite the files of the"
                + " table (CALL system.rewrite_data_files)"));

    // Its history still tells of months.
    RewrittenFiles.compact(catalog.load(WINDOWS));
    refreshStale();
    assertThat(CommittedRows.of(folder.resolve("warehouse")), is(before));
  }

  private RollUp<?> hourly() {
    RolledUp hourly =
        RollUps.chains(catalog, ZoneOffset.UTC).stream()
            .flatMap(chain -> chain.rollUps().stream())
            .filter(rollUp -> rollUp.name().equals(HOURLY))
            .findFirst()
            .orElseThrow();
    return RollUp.of(catalog, hourly, folder.toString());
  }

  private void move(String table) {
    catalog.load(table).updateSchema().moveAfter("cache_hits", "failed_requests").commit();
  }

  private void partitionBy(String unit) {
    Table table = catalog.load(WINDOWS);
    String old = table.spec().fields().get(0).name();
    table
        .updateSpec()
        .removeField(old)
        .addField(
            unit.equals("day")
                ? Expressions.day("window_start")
                : Expressions.month("window_start"))
        .commit();
  }

  private void refreshStale() throws IOException {
    RollUps.refreshStale(catalog, RUN, folder.toString());
  }

  private static void assertTold(String table, Executable run) {
    MovedColumns.assertTold(run, "matih_analytics." + table, "cache_hits", "error_rate");
  }
}
