package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.table.CostAdjustmentsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every cell of the two rows of a change, worked out by hand from the calls and the prices. */
final class CorrectionCellsTest {

  private static final String CHANGE =
      """
      BillingCurrency: USD
      BillingAccountId, BillingAccountName: t
      ChargePeriodStart: 2024-02-29T12:00:00Z
      ChargePeriodEnd: 2024-02-29T12:15:00Z
      ChargeCategory: Usage
      ChargeFrequency: Usage-Based
      PricingCategory: Standard
      InvoiceIssuerName, ProviderName, PublisherName: acme
      ServiceCategory: AI and Machine Learning
      ServiceName: acme LLM API
      ServiceSubcategory: Generative AI
      SubAccountId, SubAccountName: red
      Tags: {"project_id":"rank"}
      ConsumedUnit, PricingUnit: Requests
      SkuId: acme/large
      SkuMeter: adjustment
      SkuPriceId: acme/large/adjustment
      SkuPriceDetails: {"x_Model":"large","x_Meter":"adjustment"}
      x_AdjustmentReason: repriced_and_recounted
      x_CostStatus: adjustment
      x_Model: large
      x_PriceVersions: later.yaml@always
      x_Requests: 3
      x_RunId: RUN
      """;

  @TempDir Path folder;

  /**
   * A call of 1,000 tokens at 2 USD a million is 0.002; with two more, of 400 and 100 tokens, and
   * at 3 USD it is 1,500 tokens for 0.0045. So 0.0025 and two calls are added.
   */
  @Test
  void changeIsTakenOutOfItsMonthAndIsACorrectionInThatOfTheBackfill()
      throws IOException, SQLException {
    backfill("first", 2, 1000);
    backfill("later", 3, 1000, 400, 100);
    Record change = CommittedRows.records(warehouse(), CostAdjustmentsTable.NAME).get(0);
    String run = Cells.text(change, "run_id");
    // The clock of the test decides in which month the change is made.
    YearMonth now = YearMonth.from(Cells.time(change, "adjusted_at"));

    assertRows(
        "2024-02",
        CHANGE.replace("RUN", run),
        """
        BillingPeriodStart: 2024-02-01T00:00:00Z
        BillingPeriodEnd: 2024-03-01T00:00:00Z
        BilledCost, ContractedCost, EffectiveCost, ListCost: -0.002500000000
        ChargeDescription: Changed after the month, billed as a correction in NOW: acme/large, \
        repriced and recounted by backfill RUN
        ConsumedQuantity, PricingQuantity: -2
        """
            .replace("NOW", now.toString())
            .replace("RUN", run));
    assertRows(
        now.toString(),
        CHANGE.replace("RUN", run),
        """
        BillingPeriodStart: NOW-01T00:00:00Z
        BillingPeriodEnd: NEXT-01T00:00:00Z
        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.002500000000
        ChargeClass: Correction
        ChargeDescription: Correction of 2024-02, which was billed before: acme/large, repriced \
        and recounted by backfill RUN
        ConsumedQuantity, PricingQuantity: 2
        """
            .replace("NOW", now.toString())
            .replace("NEXT", now.plusMonths(1).toString())
            .replace("RUN", run));
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private void backfill(String name, int usd, int... tokens) throws IOException {
    Path book =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            "unit: USD per 1M tokens\nprices:\n  - {model: large, rates: {input: " + usd + "}}\n");
    List<String> lines = new ArrayList<>();
    for (int each : tokens) {
      lines.add(
          String.format(
              "{\"tenant_id\":\"t\",\"team_id\":\"red\",\"project_id\":\"rank\","
                  + "\"provider\":\"acme\",\"model\":\"large\",\"timestamp\":\"2024-02-29T12:10:00Z\","
                  + "\"request_id\":\"%d\",\"tokens_input\":%1$d,\"tokens_output\":0}",
              each));
    }
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    CommandLine.backfill(input, warehouse(), "--prices=" + book).done();
  }

  private void assertRows(String month, String all, String rows) throws SQLException {
    ExportedFiles.export(warehouse(), folder, month).done();
    assertThat(
        WrittenRows.of(new ExportedFiles(folder, month), "x_CostStatus", "adjustment"),
        is(WrittenRows.of(all, rows)));
  }
}
