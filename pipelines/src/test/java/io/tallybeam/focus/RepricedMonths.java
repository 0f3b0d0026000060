package io.tallybeam.focus;

import io.tallybeam.backfill.ArchivedLine;
import io.tallybeam.backfill.OraclePrices;
import io.tallybeam.backfill.RandomEvents;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.measure.AdjustedCosts;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;

/**
 * Events of February, March and April 2024 in the tables, backfilled once more by another price
 * book and with more calls: in March, as April begins, and in May, each for other tenants.
 *
 * @param warehouse the folder
 */
record RepricedMonths(Path warehouse) {

  static final List<String> MONTHS = List.of("2024-02", "2024-03", "2024-04", "2024-05");

  private static final List<Instant> ADJUSTED =
      List.of(
          Instant.parse("2024-03-31T23:59:59.999Z"),
          Instant.parse("2024-04-01T00:00:00Z"),
          Instant.parse("2024-05-31T12:00:00Z"));

  static RepricedMonths in(Path folder) throws IOException {
    RepricedMonths months = new RepricedMonths(folder.resolve("warehouse"));
    List<String> lines = new ArrayList<>();
    new RandomEvents(21).lines(1_500).stream().map(ArchivedLine::text).forEach(lines::add);
    lines.addAll(calls("2024-02-28T23:45:00Z", 0));
    lines.addAll(calls("2024-04-02T00:00:00Z", 100));
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    months.backfill(input, OraclePrices.first().write(folder));
    List<Record> before = months.rows(CostAttributionTable.NAME);

    lines.addAll(calls("2024-02-29T23:45:00Z", 200));
    Events.write(input, lines);
    Path changed = Files.createDirectory(folder.resolve("changed"));
    months.backfill(input, OraclePrices.changed().write(changed));
    months.adjust(before, months.rows(CostAttributionTable.NAME));
    return months;
  }

  /** Two of each tenant, one of them answered by a gateway's cache. */
  private static List<String> calls(String time, int from) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String tenant = "tenant-" + (i % 20);
      calls.add(
          String.format(
              "{\"tenant_id\":\"%s\",\"provider\":\"openai\",\"model\":\"gpt-4o\",\"tokens_input\":%d,"
                  + "\"tokens_output\":70,\"tokens_cached\":30,\"cache_hit\":%b,\"timestamp\":\"%s\","
                  + "\"request_id\":\"more-%d\"}",
              tenant, 50 + i, i >= 20, time, from + i));
    }
    return calls;
  }

  private void backfill(Path input, Path book) {
    CommandLine.backfill(input, warehouse, "--prices=" + book, "--rejectsAllowed=100%").done();
  }

  List<Record> rows(String table) {
    return CommittedRows.records(warehouse, table);
  }

  /** What the windows cost, all together. */
  BigDecimal total() {
    return rows(CostAttributionTable.NAME).stream()
        .map(row -> Cells.usd(row, "total_cost_usd"))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void adjust(List<Record> before, List<Record> after) throws IOException {
    CostAdjustmentsTable kind = new CostAdjustmentsTable(TumblingWindow.of(Duration.ofMinutes(15)));
    PartialFold<AdjustedCosts> fold =
        new PartialFold<>(CostAdjustmentsTable.NAME, AdjustedCosts::new);
    before.forEach(row -> CostAdjustmentsTable.before(row, "run", adjustedAt(row), fold));
    after.forEach(row -> CostAdjustmentsTable.after(row, "run", adjustedAt(row), fold));
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      Table table = catalog.ensure(kind, Map.of());
      // The run's own are all of one time, that of the test.
      table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
      AppendFiles append = table.newAppend();
      fold.flush(
          key -> Period.Day.UTC.startOf(key.windowStart()),
          key -> 0,
          BlockStore.INLINE,
          (group, block) ->
              append.appendFile(MergedRows.write(kind, table, List.of(block), BlockStore.INLINE)));
      append.commit();
    }
  }

  private static long adjustedAt(Record row) {
    int tenant = Cells.text(row, "tenant_id").hashCode();
    return ADJUSTED.get(Math.floorMod(tenant, ADJUSTED.size())).toEpochMilli();
  }
}
