package io.tallybeam.adjustment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OperationsOracle;
import io.tallybeam.backfill.OraclePrices;
import io.tallybeam.backfill.RandomEvents;
import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.backfill.Way;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.MovedColumns;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills with other prices, and with other events, over windows that are there. */
class AdjustmentsTest {

  private static final List<String> KEY =
      List.of(
          "window_start",
          "tenant_id",
          "team_id",
          "user_id",
          "api_key_hash",
          "project_id",
          "provider",
          "model");

  @TempDir Path folder;
  private TestWarehouse warehouse;

  @BeforeEach
  void start() {
    warehouse = new TestWarehouse(folder.resolve("warehouse"));
  }

  private void backfill(List<ArchivedLine> lines, OraclePrices prices, String... args)
      throws IOException {
    Path archive = Files.createTempDirectory(folder, "archive");
    Way way = new Way(List.of(".ndjson"), 2, false, 100_000, 2, 2, false);
    way.write(archive, lines, new Random(1));
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--prices=" + prices.write(folder));
    all.add("--rejectsAllowed=100%");
    warehouse.backfill(archive, way, all.toArray(new String[0]));
  }

  private List<Map<String, Object>> adjustments() throws IOException {
    return warehouse.tables().get("cost_adjustments");
  }

  private static Map<Object, Map<String, Object>> byKey(List<Map<String, Object>> rows) {
    Map<Object, Map<String, Object>> byKey = new HashMap<>();
    rows.forEach(row -> byKey.put(KEY.stream().map(row::get).toList(), row));
    return byKey;
  }

  private static BigDecimal sum(List<Map<String, Object>> rows, String column) {
    return rows.stream()
        .map(row -> (BigDecimal) row.getOrDefault(column, BigDecimal.ZERO))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void anotherBookIsTheDifferenceOfTheTotals() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(31).lines(1_500);
    OperationsOracle oracle = OperationsOracle.of(lines, true);
    backfill(lines, OraclePrices.first());
    assertThat("nothing was there before", adjustments(), is(empty()));
    Map<Object, Map<String, Object>> before = byKey(warehouse.tables().get("llm_cost_attribution"));
    BigDecimal totalBefore =
        sum(warehouse.tables().get("llm_operations_metrics"), "total_cost_usd");

    backfill(lines, OraclePrices.changed());

    Map<Object, Map<String, Object>> after = byKey(warehouse.tables().get("llm_cost_attribution"));
    List<Map<String, Object>> expected =
        oracle.at(OraclePrices.changed()).tables(ZoneOffset.UTC, "").get("llm_cost_attribution");
    assertThat(after.keySet(), is(byKey(expected).keySet()));
    List<Map<String, Object>> adjustments = adjustments();
    assertThat(adjustments.size(), greaterThan(20));
    BigDecimal totalAfter = sum(warehouse.tables().get("llm_operations_metrics"), "total_cost_usd");
    assertThat(
        sum(adjustments, "adjustment_usd").compareTo(totalAfter.subtract(totalBefore)), is(0));
    assertThat(totalAfter.compareTo(totalBefore), is(1));
    byKey(adjustments)
        .forEach(
            (key, row) -> {
              assertThat(row.get("reason"), is("repriced"));
              assertThat(row.get("old_cost_usd"), is(before.get(key).get("total_cost_usd")));
              assertThat(row.get("new_cost_usd"), is(after.get(key).get("total_cost_usd")));
              assertThat(row.get("old_price_versions"), is(before.get(key).get("price_versions")));
              assertThat(row.get("new_price_versions"), is(after.get(key).get("price_versions")));
            });
    long changed =
        after.entrySet().stream()
            .filter(
                row -> {
                  Object old = before.get(row.getKey()).get("total_cost_usd");
                  return old != null && !old.equals(row.getValue().get("total_cost_usd"));
                })
            .count();
    assertThat((long) adjustments.size(), is(changed));
  }

  @Test
  void otherEventsAreTold() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(32).lines(800);
    backfill(lines.subList(0, 500), OraclePrices.first());
    BigDecimal before = sum(warehouse.tables().get("llm_operations_metrics"), "total_cost_usd");
    backfill(lines, OraclePrices.first());
    BigDecimal after = sum(warehouse.tables().get("llm_operations_metrics"), "total_cost_usd");
    List<Map<String, Object>> adjustments = adjustments();
    assertThat(sum(adjustments, "adjustment_usd").compareTo(after.subtract(before)), is(0));
    List<Object> reasons = adjustments.stream().map(row -> row.get("reason")).toList();
    assertThat(reasons, hasItem("added"));
    assertThat(reasons, hasItem("recounted"));
  }

  @Test
  void theSameAgainAdjustsNothing() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(33).lines(500);
    backfill(lines, OraclePrices.first());
    backfill(lines, OraclePrices.first());
    assertThat(adjustments(), is(empty()));
  }

  @Test
  void isRecordedOnce() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(34).lines(500);
    backfill(lines, OraclePrices.first());
    backfill(lines, OraclePrices.changed());
    List<Map<String, Object>> once = adjustments();
    assertThat(once, is(not(empty())));
    TumblingWindow windows = TumblingWindow.of(Duration.ofMinutes(15));
    try (TableCatalog catalog = warehouse.open()) {
      assertThat(new Adjustments(catalog, windows, "").record(), is(0L));
    }
    assertThat(byKey(adjustments()), is(byKey(once)));
  }

  /** Its snapshots have the numbers of those that were there before. */
  @Test
  void aTableThatWasDroppedIsAdjustedFromItsNewStart() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(35).lines(500);
    backfill(lines, OraclePrices.first());
    backfill(lines, OraclePrices.changed());
    List<Map<String, Object>> once = adjustments();
    assertThat(once, is(not(empty())));
    CommittedRows.drop(warehouse.folder(), "llm_cost_attribution");
    backfill(lines, OraclePrices.first());
    assertThat("all is new", adjustments().size(), is(once.size()));

    backfill(lines, OraclePrices.changed());

    List<Map<String, Object>> twice = adjustments();
    assertThat(twice.size(), is(2 * once.size()));
    assertThat(twice.stream().map(row -> row.get("run_id")).distinct().count(), is(2L));
    assertThat(byKey(twice).keySet(), is(byKey(once).keySet()));
  }

  @Test
  void windowsThatWereEmptiedAreFilledAgainByAdjustments() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(36).lines(500);
    String[] range = {"--from=2024-03-01T00:00:00Z", "--to=2024-04-01T00:00:00Z"};
    backfill(lines, OraclePrices.first(), range);
    BigDecimal total = sum(warehouse.tables().get("llm_operations_metrics"), "total_cost_usd");

    backfill(List.of(), OraclePrices.first(), range);

    assertThat(reasons(), is(Set.of("removed")));
    assertThat(sum(adjustments(), "adjustment_usd").compareTo(total.negate()), is(0));

    backfill(lines, OraclePrices.first(), range);

    assertThat(reasons(), is(Set.of("removed", "added")));
    assertThat(sum(adjustments(), "adjustment_usd").signum(), is(0));
  }

  private Set<Object> reasons() throws IOException {
    return adjustments().stream().map(row -> row.get("reason")).collect(Collectors.toSet());
  }

  @Test
  void windowsBesideAdjustedOnesAreNew() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(37).lines(500);
    String[] some = {"--from=" + RandomEvents.FROM, "--to=" + RandomEvents.TO};
    backfill(lines, OraclePrices.first(), some);
    backfill(lines, OraclePrices.changed(), some);
    int adjusted = adjustments().size();
    assertThat(adjusted, greaterThan(0));

    String from = "--from=2024-03-01T00:00:00Z";
    backfill(lines, OraclePrices.first(), from, "--to=" + RandomEvents.FROM);

    assertThat(adjustments().size(), is(adjusted));
    try (TableCatalog catalog = warehouse.open()) {
      assertThat(RecordAdjustments.isBehind(catalog), is(false));
    }
  }

  /** As when another engine moves columns between a backfill's commit and its adjustments. */
  @Test
  void areNotMadeOfColumnsThatWereMoved() throws IOException {
    List<ArchivedLine> lines = new RandomEvents(38).lines(200);
    backfill(lines, OraclePrices.first());
    backfill(lines, OraclePrices.changed());
    List<Map<String, Object>> once = adjustments();
    CommittedRows.drop(warehouse.folder(), "cost_adjustments");
    TumblingWindow windows = TumblingWindow.of(Duration.ofMinutes(15));
    try (TableCatalog catalog = warehouse.open()) {
      Adjustments adjustments = new Adjustments(catalog, windows, "");
      Table target = catalog.load("cost_adjustments");
      target.updateSchema().moveAfter("old_requests", "new_requests").commit();
      MovedColumns.assertTold(
          adjustments::record, "matih_analytics.cost_adjustments", "old_requests", "reason");
      target.updateSchema().moveAfter("new_requests", "old_requests").commit();

      Table attribution = catalog.load("llm_cost_attribution");
      attribution.updateSchema().moveAfter("team_id", "user_id").commit();
      MovedColumns.assertTold(
          () -> new Adjustments(catalog, windows, "").record(),
          "matih_analytics.llm_cost_attribution",
          "team_id",
          "tenant_id");
      attribution.updateSchema().moveAfter("user_id", "team_id").commit();

      new Adjustments(catalog, windows, "").record();
    }
    assertThat(byKey(adjustments()), is(byKey(once)));
  }
}
