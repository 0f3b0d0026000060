package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month that was exported, and then changed by a backfill. */
final class ClosedMonthTest {

  private static final String FEBRUARY = "2024-02";

  @TempDir Path folder;

  /** All that a test does now is in a later month. */
  @Test
  void thatWasBilledKeepsItsTotal() throws IOException {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(call(i % 3, 1_000 + i));
    }
    backfill(calls, "2");
    BigDecimal billedFirst = billed(FEBRUARY);
    assertThat(billedFirst, comparesEqualTo(total()));

    // One call less and two more, of a model that had none.
    calls.remove(0);
    calls.add(call(3, 500));
    calls.add(call(3, 501));
    backfill(calls, "3");

    List<Record> changes = CommittedRows.records(warehouse(), CostAdjustmentsTable.NAME);
    BigDecimal changed = sum(changes, "adjustment_usd");
    assertThat(changed.signum(), is(1));
    assertThat(billedFirst.add(changed), comparesEqualTo(total()));
    assertThat(billed(FEBRUARY), comparesEqualTo(billedFirst));
    List<String> months =
        changes.stream()
            .map(change -> Cells.time(change, "adjusted_at").toString().substring(0, 7))
            .distinct()
            .toList();
    assertThat(months.size(), is(1));
    assertThat(billed(months.get(0)), comparesEqualTo(changed));
    assertThat(
        changes.stream().map(change -> Cells.text(change, "reason")).sorted().toList(),
        contains("added", "recounted", "repriced", "repriced"));
  }

  private static String call(int model, int number) {
    return String.format(
        "{\"tenant_id\":\"t\",\"timestamp\":\"2024-02-29T12:00:00Z\",\"model\":\"m%d\","
            + "\"request_id\":\"%d\",\"tokens_input\":%d,\"tokens_output\":7}",
        model, number, number);
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private void backfill(List<String> calls, String rate) throws IOException {
    Path book =
        Files.writeString(
            folder.resolve("book.yaml"),
            "unit: USD per 1M tokens\nprices:\n  - {model: m*, rates: {input: "
                + rate
                + ", output: 1}}\n");
    Path input = Events.write(folder.resolve("in.ndjson"), calls);
    CommandLine.backfill(input, warehouse(), "--prices=" + book).done();
  }

  /** What the windows cost now. */
  private BigDecimal total() {
    return sum(CommittedRows.records(warehouse(), CostAttributionTable.NAME), "total_cost_usd");
  }

  private BigDecimal billed(String month) throws IOException {
    ExportedFiles.export(warehouse(), folder.resolve("out"), month).done();
    return sum(new ExportedFiles(folder.resolve("out"), month).parquetRows(), "BilledCost");
  }

  private static BigDecimal sum(List<Record> rows, String column) {
    return rows.stream()
        .map(row -> Cells.usd(row, column))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
