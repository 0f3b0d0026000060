package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every cell of rows of usage, worked out by hand from the calls and the prices. */
final class UsageCellsTest {

  private static final String BOOK =
      """
      unit: USD per 1M tokens
      prices:
        - {provider: acme, model: large, rates: {input: 2},
           per_call: {call: 0.001, search: 0.01}}
      """;

  private static final String CALLS =
      """
      "tenant_id":"priced","model":"large","tokens_input":1000,"tokens_output":0,"web_searches":3,\
      "team_id":"red","user_id":"ann","api_key_hash":"c0ffee","project_id":"rank"
      "tenant_id":"priced","model":"large","tokens_input":500,"tokens_output":0,\
      "team_id":"red","user_id":"ann","api_key_hash":"c0ffee","project_id":"rank"
      "tenant_id":"cached","model":"large","tokens_input":100,"tokens_output":0
      "tenant_id":"cached","model":"large","tokens_input":300,"tokens_output":0,"cache_hit":true
      "tenant_id":"cached","model":"large","tokens_input":300,"tokens_output":0,"cache_hit":true
      "tenant_id":"reported","model":"other","tokens_input":40,"tokens_output":0,"cost_usd":0.25
      "tenant_id":"reported","model":"other","tokens_input":2,"tokens_output":0,"cost_usd":0.125
      "tenant_id":"unpriced","model":"other","tokens_input":1200,"tokens_output":6
      """;

  /** All calls are of the last day of a leap year's February. */
  private static final String DAY =
      """
      BillingCurrency: USD
      BillingPeriodStart: 2024-02-01T00:00:00Z
      BillingPeriodEnd, ChargePeriodEnd: 2024-03-01T00:00:00Z
      ChargePeriodStart: 2024-02-29T00:00:00Z
      ChargeCategory: Usage
      ChargeFrequency: Usage-Based
      PricingCategory: Standard
      InvoiceIssuerName, ProviderName, PublisherName: acme
      ServiceCategory: AI and Machine Learning
      ServiceName: acme LLM API
      ServiceSubcategory: Generative AI
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void export() throws IOException {
    Path book = Files.writeString(folder.resolve("book.yaml"), BOOK);
    List<String> lines = new ArrayList<>();
    for (String call : CALLS.lines().toList()) {
      // Each is in a window of its own: the rows are of the day.
      lines.add(
          String.format(
              "{\"provider\":\"acme\",\"timestamp\":\"2024-02-29T1%d:00:00Z\",%s}",
              lines.size(), call));
    }
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    CommandLine.backfill(input, folder.resolve("warehouse"), "--prices=" + book).done();
    ExportedFiles.export(folder.resolve("warehouse"), folder, "2024-02").done();
  }

  private static void assertRows(String tenant, String all, String rows) throws SQLException {
    assertThat(
        WrittenRows.of(new ExportedFiles(folder, "2024-02"), "BillingAccountId", tenant),
        is(WrittenRows.of(DAY + all, rows)));
  }

  /** 1,000 and 500 tokens, two calls and three searches. */
  @Test
  void pricedCallsHaveARowForEachOfTheirCharges() throws SQLException {
    assertRows(
        "priced",
        """
        BillingAccountId, BillingAccountName: priced
        SubAccountId, SubAccountName: red
        Tags: {"user_id":"ann","api_key_hash":"c0ffee","project_id":"rank"}
        SkuId: acme/large
        x_Model: large
        x_CostStatus: priced
        x_PriceVersions: book.yaml@always
        x_Requests: 2
        """,
        """
        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.003000000000
        ChargeDescription: 1,500 tokens of the charge input of acme/large, at the price book's cost
        ConsumedQuantity, PricingQuantity: 1500
        ConsumedUnit, PricingUnit: Tokens
        SkuMeter, x_Charge: input
        SkuPriceId: acme/large/input
        SkuPriceDetails: {"x_Model":"large","x_Meter":"input"}
        x_AverageUnitPrice: 0.000002000000

        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.002000000000
        ChargeDescription: 2 requests of the charge call of acme/large, at the price book's cost
        ConsumedQuantity, PricingQuantity: 2
        ConsumedUnit, PricingUnit: Requests
        SkuMeter, x_Charge: call
        SkuPriceId: acme/large/call
        SkuPriceDetails: {"x_Model":"large","x_Meter":"call"}
        x_AverageUnitPrice: 0.001000000000

        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.030000000000
        ChargeDescription: 3 searches of the charge search of acme/large, at the price book's cost
        ConsumedQuantity, PricingQuantity: 3
        ConsumedUnit, PricingUnit: Searches
        SkuMeter, x_Charge: search
        SkuPriceId: acme/large/search
        SkuPriceDetails: {"x_Model":"large","x_Meter":"search"}
        x_AverageUnitPrice: 0.010000000000
        """);
  }

  /**
   * One call of 100 tokens is priced. The two others would each have cost 300 tokens and the fee:
   * 0.0006 + 0.001. The fee is of the one, the tokens are of all three.
   */
  @Test
  void callsThatACacheAnsweredCostNothingAndTellWhatTheyAvoided() throws SQLException {
    assertRows(
        "cached",
        """
        BillingAccountId, BillingAccountName: cached
        SkuId: acme/large
        x_Model: large
        """,
        """
        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.000200000000
        ChargeDescription: 700 tokens of the charge input of acme/large, at the price book's cost \
        of 1 priced requests of 3: the units are of all
        ConsumedQuantity, PricingQuantity: 700
        ConsumedUnit, PricingUnit: Tokens
        SkuMeter, x_Charge: input
        SkuPriceId: acme/large/input
        SkuPriceDetails: {"x_Model":"large","x_Meter":"input"}
        x_CostStatus: partly_priced
        x_PriceVersions: book.yaml@always
        x_Requests: 3

        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.001000000000
        ChargeDescription: 1 requests of the charge call of acme/large, at the price book's cost \
        of 1 priced requests of 3
        ConsumedQuantity, PricingQuantity: 1
        ConsumedUnit, PricingUnit: Requests
        SkuMeter, x_Charge: call
        SkuPriceId: acme/large/call
        SkuPriceDetails: {"x_Model":"large","x_Meter":"call"}
        x_AverageUnitPrice: 0.001000000000
        x_CostStatus: partly_priced
        x_PriceVersions: book.yaml@always
        x_Requests: 3

        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.000000000000
        ChargeDescription: 2 requests to acme/large that a gateway's cache answered, or that failed \
        unused, at no cost
        ConsumedQuantity, PricingQuantity: 2
        ConsumedUnit, PricingUnit: Requests
        SkuMeter: free_requests
        SkuPriceId: acme/large/free_requests
        SkuPriceDetails: {"x_Model":"large","x_Meter":"free_requests"}
        x_AvoidedCost: 0.003200000000
        x_CostStatus: free
        x_Requests: 2
        """);
  }

  @Test
  void reportedCostsAreOfCallsAndOfNoCharge() throws SQLException {
    assertRows(
        "reported",
        """
        BillingAccountId, BillingAccountName: reported
        SkuId: acme/other
        x_Model: other
        x_CostStatus: provider_reported
        x_Requests: 2
        """,
        """
        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.000000000000
        ChargeDescription: 42 tokens of the charge input of acme/other, whose cost was reported by \
        call: it is in a row of its own
        ConsumedQuantity, PricingQuantity: 42
        ConsumedUnit, PricingUnit: Tokens
        SkuMeter, x_Charge: input
        SkuPriceId: acme/other/input
        SkuPriceDetails: {"x_Model":"other","x_Meter":"input"}

        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.375000000000
        ChargeDescription: 2 requests to acme/other at the cost that was reported with them
        ConsumedQuantity, PricingQuantity: 2
        ConsumedUnit, PricingUnit: Requests
        SkuMeter: provider_reported_requests
        SkuPriceId: acme/other/provider_reported_requests
        SkuPriceDetails: {"x_Model":"other","x_Meter":"provider_reported_requests"}
        """);
  }

  @Test
  void unpricedCallsCostNothingAndAreSaidNotToBeFree() throws SQLException {
    assertRows(
        "unpriced",
        """
        BillingAccountId, BillingAccountName: unpriced
        SkuId: acme/other
        x_Model: other
        BilledCost, ContractedCost, EffectiveCost, ListCost: 0.000000000000
        x_CostStatus: unpriced
        x_Requests: 1
        """,
        """
        ChargeDescription: 1,200 tokens of the charge input of acme/other, of which nobody knows \
        the cost: not free
        ConsumedQuantity, PricingQuantity: 1200
        ConsumedUnit, PricingUnit: Tokens
        SkuMeter, x_Charge: input
        SkuPriceId: acme/other/input
        SkuPriceDetails: {"x_Model":"other","x_Meter":"input"}

        ChargeDescription: 6 tokens of the charge output of acme/other, of which nobody knows \
        the cost: not free
        ConsumedQuantity, PricingQuantity: 6
        ConsumedUnit, PricingUnit: Tokens
        SkuMeter, x_Charge: output
        SkuPriceId: acme/other/output
        SkuPriceDetails: {"x_Model":"other","x_Meter":"output"}

        ChargeDescription: 1 request to acme/other of which nobody knows the cost, with 1,200 \
        input and 6 output tokens: not free, but missing from this bill
        ConsumedQuantity, PricingQuantity: 1
        ConsumedUnit, PricingUnit: Requests
        SkuMeter: unpriced_requests
        SkuPriceId: acme/other/unpriced_requests
        SkuPriceDetails: {"x_Model":"other","x_Meter":"unpriced_requests"}
        """);
  }
}
