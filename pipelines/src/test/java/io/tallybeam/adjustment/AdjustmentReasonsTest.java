package io.tallybeam.adjustment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.DeletedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row for each reason, of calls and prices written out; 1000 tokens a call. */
class AdjustmentReasonsTest {

  private static final String FIRST_BOOK =
      """
      unit: USD per 1K tokens
      prices:
        - {model: steady*, rates: {input: 1, output: 1}}
        - {model: dearer*, rates: {input: 2, output: 1}}
      """;

  private static final String SECOND_BOOK =
      """
      unit: USD per 1K tokens
      prices:
        - {model: steady*, rates: {input: 1, output: 1}}
        - {model: dearer*, from: 2024-01-01, rates: {input: 3, output: 1}}
      """;

  @TempDir Path folder;

  @Test
  void aRowForEachChangeAndNoneForWhatWasNotThere() throws IOException {
    backfill(
        FIRST_BOOK,
        call("12:01", "steady-same"),
        call("12:02", "steady-counted"),
        call("12:03", "steady-gone"),
        call("12:04", "steady-gone"),
        call("12:05", "dearer"),
        call("12:06", "dearer-counted"),
        call("12:07", "unknown-gone"),
        call("12:46", "steady-gone"));
    backfill(
        SECOND_BOOK,
        call("12:01", "steady-same"),
        call("12:02", "steady-counted"),
        call("12:03", "steady-counted"),
        call("12:05", "dearer"),
        call("12:06", "dearer-counted"),
        call("12:07", "dearer-counted"),
        call("12:08", "steady-new"),
        // No row was in this window: a bill of it is the first.
        call("12:31", "steady-new"),
        call("12:32", "dearer"));

    assertThat(
        adjustments(),
        contains(
            "12:00 dearer repriced 1>1 calls 2>3 USD: 1 book.yaml@always>book.yaml@2024-01-01",
            "12:00 dearer-counted repriced_and_recounted 1>2 calls 2>6 USD: 4"
                + " book.yaml@always>book.yaml@2024-01-01",
            "12:00 steady-counted recounted 1>2 calls 1>2 USD: 1"
                + " book.yaml@always>book.yaml@always",
            "12:00 steady-gone removed 2>0 calls 2>null USD: -2 book.yaml@always>null",
            "12:00 steady-new added 0>1 calls null>1 USD: 1 null>book.yaml@always",
            "12:00 unknown-gone removed 1>0 calls null>null USD: 0 null>null",
            "12:45 steady-gone removed 1>0 calls 1>null USD: -1 book.yaml@always>null"));
  }

  /** Deleted beside the files, as Trino or Spark do: the costs before are those of the others. */
  @Test
  void aRowThatAnotherEngineDeletedWasNotThere() throws IOException {
    String[] calls = {call("12:01", "a"), call("12:02", "b"), call("12:46", "c")};
    backfill(FIRST_BOOK.replace("steady*", "'*'"), calls);
    try (TableCatalog catalog = CommittedRows.open(warehouse())) {
      DeletedRows.firstOfEachFile(catalog.load(CostAttributionTable.NAME));
    }

    backfill(FIRST_BOOK.replace("steady*", "'*'"), calls);

    assertThat(
        adjustments(), contains("12:00 a added 0>1 calls null>1 USD: 1 null>book.yaml@always"));
  }

  private static String call(String time, String model) {
    return String.format(
        "{\"tenant_id\":\"t\",\"timestamp\":\"2024-02-29T%s:00Z\",\"model\":\"%s\","
            + "\"tokens_input\":1000,\"tokens_output\":0}",
        time, model);
  }

  private void backfill(String prices, String... calls) throws IOException {
    Path book = Files.writeString(folder.resolve("book.yaml"), prices);
    Path input = Events.write(folder.resolve("in.ndjson"), List.of(calls));
    CommandLine.backfill(
            input,
            warehouse(),
            "--prices=" + book,
            "--from=2024-02-29T12:00:00Z",
            "--to=2024-02-29T13:00:00Z")
        .done();
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private List<String> adjustments() {
    return CommittedRows.records(warehouse(), CostAdjustmentsTable.NAME).stream()
        .map(AdjustmentReasonsTest::text)
        .sorted()
        .toList();
  }

  private static String text(Record row) {
    return String.format(
        "%s %s %s %s>%s calls %s>%s USD: %s %s>%s",
        row.getField("window_start").toString().substring(11, 16),
        row.getField("model"),
        row.getField("reason"),
        row.getField("old_requests"),
        row.getField("new_requests"),
        usd(row, "old_cost_usd"),
        usd(row, "new_cost_usd"),
        usd(row, "adjustment_usd"),
        row.getField("old_price_versions"),
        row.getField("new_price_versions"));
  }

  private static String usd(Record row, String column) {
    BigDecimal cost = (BigDecimal) row.getField(column);
    return cost == null ? "null" : cost.stripTrailingZeros().toPlainString();
  }
}
