package io.tallybeam.cost;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Books;
import io.tallybeam.book.Fallback;
import io.tallybeam.book.PriceBook;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.CostStatus;
import io.tallybeam.pricing.Counting;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallPricerTest {

  private static final PriceBook BOOK =
      Books.yaml(
          """
          unit: USD per 1M tokens
          prices:
            - model: m
              rates: {input: 10, cached_read: 1, cache_write_5m: 12, cache_write_1h: 20, output: 40,
                      reasoning: 50, audio_input: 30, audio_output: 60, image_input: 7,
                      image_output: 8}
              batch: {input: 5, output: 20}
              per_call: {search: 0.01}
              uplift: {eu: 2}
          """);

  /** 1000 in, of which 100, 200, 50, 30, 20 are special, and 500 out with 60, 40, 10. */
  private static final UsageDetails USAGE = new UsageDetails(100, 200, 50, 60, 30, 40, 20, 10, 3);

  /** 600*10 + 100*1 + 200*12 + 50*20 + 30*30 + 20*7 = 10540; 390*40 + 60*50 + 40*60 + 10*8 */
  private static final String ALL_CLASSES = "0.061620";

  private static CallPricer pricer(CostPolicy policy) {
    return new CallPricer(new CostRules(PriceSource.of(BOOK), policy, Countings.INCLUSIVE));
  }

  private static Call call(String model, boolean hit, long cost, UsageDetails usage) {
    return call(model, hit, cost, usage, "", "");
  }

  private static Call call(
      String model, boolean hit, long cost, UsageDetails usage, String service, String region) {
    CallNames names = new CallNames(new Attribution("t", "unknown", model), service, region);
    return new Call(names, "", 0, hit, false, 1_000, 500, -1, cost, usage);
  }

  @Test
  void everyClassOfTokensHasItsRate() {
    CallCost cost = pricer(CostPolicy.COMPUTED).price(call("m", false, -1, USAGE));
    assertThat(cost.status(), is(CostStatus.PRICED));
    assertThat(cost.costUsd(), is(new BigDecimal(ALL_CLASSES).setScale(12)));
  }

  @Test
  void regionAndServiceCount() {
    Call eu = call("m", false, -1, UsageDetails.NONE, "", "eu");
    Call batch = call("m", false, -1, UsageDetails.NONE, "Batch", "");
    CallPricer pricer = pricer(CostPolicy.COMPUTED);
    assertThat(pricer.price(eu).costUsd(), is(new BigDecimal("0.060000000000")));
    assertThat(pricer.price(batch).costUsd(), is(new BigDecimal("0.015000000000")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "standard, ''",
    "default, ''",
    "AUTO, ''",
    "on_demand, ''",
    "on-demand, ''",
    "batch, ''",
    "flex, standard_service",
    "Priority, standard_service",
    "scale, standard_service"
  })
  void aServiceThatTheBookDoesNotStateIsToldOf(String sent, String fallbacks) {
    CallCost cost =
        pricer(CostPolicy.COMPUTED).price(call("m", false, -1, UsageDetails.NONE, sent, ""));
    String price = sent.equals("batch") ? "0.015000000000" : "0.030000000000";
    assertThat(cost.costUsd(), is(new BigDecimal(price)));
    assertThat(cost.fallbacks().stream().map(Fallback::label).collect(joining(",")), is(fallbacks));
  }

  @Test
  void thePolicyChooses() {
    CallPricer computed = pricer(CostPolicy.PREFER_COMPUTED);
    assertThat(
        computed.price(call("m", false, 7, UsageDetails.NONE)).status(), is(CostStatus.PRICED));
    assertThat(
        computed.price(call("other", false, 7, UsageDetails.NONE)).status(),
        is(CostStatus.PROVIDER_REPORTED));
    assertThat(
        computed.price(call("other", false, -1, UsageDetails.NONE)).status(),
        is(CostStatus.UNPRICED));
    CallCost free = computed.price(call("m", true, 7, UsageDetails.NONE));
    assertThat(free.status(), is(CostStatus.FREE));
    assertThat(free.costUsd().signum(), is(0));
    assertThat(free.avoidedUsd(), is(new BigDecimal("0.030000000000")));
  }

  /** Gateways report zero for models that they have no price of. */
  @Test
  void aZeroThatIsReportedIsNoCostNextToABook() {
    CallPricer computed = pricer(CostPolicy.PREFER_COMPUTED);
    CallPricer reported = pricer(CostPolicy.PREFER_REPORTED);
    Call unknown = call("other", false, 0, UsageDetails.NONE);
    assertThat(computed.price(unknown).status(), is(CostStatus.UNPRICED));
    assertThat(reported.price(unknown).status(), is(CostStatus.UNPRICED));
    assertThat(
        reported.price(call("m", false, 0, UsageDetails.NONE)).status(), is(CostStatus.PRICED));
    CallCost hit = reported.price(call("m", true, 0, UsageDetails.NONE));
    assertThat("a cache's answer is", hit.status(), is(CostStatus.PROVIDER_REPORTED));
    CallPricer without = new CallPricer(CostRules.REPORTED);
    assertThat(without.price(unknown).status(), is(CostStatus.PROVIDER_REPORTED));
  }

  /** Too many requests, or no connection: there is nothing to be paid, and nothing is missing. */
  @ParameterizedTest
  @CsvSource({
    "m, -1, -1, FREE, 0",
    "m, 0, 0, FREE, 0",
    "other, -1, -1, FREE, 0",
    "m, 100, -1, PRICED, 0.006",
    "m, 100, 0, PRICED, 0.006",
    "other, 100, 0, UNPRICED, 0"
  })
  void aCallThatFailedBeforeItUsedAnythingIsFree(
      String model, long input, long output, CostStatus status, String usd) {
    PriceBook fee =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices: [{model: m, rates: {input: 10, output: 40}, per_call: {call: 0.005}}]
            """);
    CostRules rules =
        new CostRules(PriceSource.of(fee), CostPolicy.PREFER_COMPUTED, Countings.INCLUSIVE);
    CallNames names = new CallNames(new Attribution("t", "unknown", model), "", "");
    Call failed = new Call(names, "", 0, false, true, input, output, -1, -1, UsageDetails.NONE);

    CallCost cost = new CallPricer(rules).price(failed);

    assertThat(cost.status(), is(status));
    assertThat(cost.costUsd(), comparesEqualTo(new BigDecimal(usd)));
    assertThat(cost.avoidedUsd().signum(), is(0));
  }

  /** Images, or a producer that counts no tokens: the zeros say nothing of what was paid for. */
  @ParameterizedTest
  @CsvSource({
    // failed, per call, reported, then by the book and by prefer-reported
    "false, 0, 0.015, PROVIDER_REPORTED, 0.015, PROVIDER_REPORTED, 0.015",
    "true, 0, 0.015, PROVIDER_REPORTED, 0.015, PROVIDER_REPORTED, 0.015",
    "false, 0.005, 0.015, PRICED, 0.005, PROVIDER_REPORTED, 0.015",
    "true, 0.005, 0.015, PRICED, 0.005, PROVIDER_REPORTED, 0.015",
    "false, 0, 0, PRICED, 0, PROVIDER_REPORTED, 0"
  })
  void zeroTokensWithAReportedCostAreNotFree(
      boolean failed,
      String fee,
      BigDecimal reported,
      CostStatus computedStatus,
      BigDecimal computedUsd,
      CostStatus reportedStatus,
      BigDecimal reportedUsd) {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices: [{model: m, rates: {input: 10, output: 40}, per_call: {call: FEE}}]
            """
                .replace("FEE", fee));
    CallNames names = new CallNames(new Attribution("t", "unknown", "m"), "", "");
    long picos = reported.movePointRight(12).longValueExact();
    Call call = new Call(names, "", 0, false, failed, 0, 0, -1, picos, UsageDetails.NONE);

    for (CostPolicy policy : List.of(CostPolicy.PREFER_COMPUTED, CostPolicy.PREFER_REPORTED)) {
      boolean own = policy == CostPolicy.PREFER_COMPUTED;
      CallCost cost =
          new CallPricer(new CostRules(PriceSource.of(book), policy, Countings.INCLUSIVE))
              .price(call);
      assertThat(cost.status(), is(own ? computedStatus : reportedStatus));
      assertThat(cost.costUsd(), comparesEqualTo(own ? computedUsd : reportedUsd));
    }
    CallCost computed =
        new CallPricer(
                new CostRules(PriceSource.of(book), CostPolicy.COMPUTED, Countings.INCLUSIVE))
            .price(call);
    boolean unknown = computedStatus == CostStatus.PROVIDER_REPORTED;
    assertThat(computed.status(), is(unknown ? CostStatus.UNPRICED : CostStatus.PRICED));
  }

  @Test
  void aCacheHitOfZeroTokensCostsZeroByTheBookWhateverItReports() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices: [{model: m, rates: {input: 10, output: 40}}]
            """);
    CallNames names = new CallNames(new Attribution("t", "unknown", "m"), "", "");
    Call call = new Call(names, "", 0, true, false, 0, 0, -1, 15_000_000_000L, UsageDetails.NONE);
    CallCost cost =
        new CallPricer(
                new CostRules(
                    PriceSource.of(book), CostPolicy.PREFER_COMPUTED, Countings.INCLUSIVE))
            .price(call);
    assertThat(cost.status(), is(CostStatus.FREE));
    assertThat(cost.isComputed(), is(true));
    assertThat(cost.costUsd().signum(), is(0));
  }

  /** A topic of several providers. */
  @Test
  void eachProviderCountsInItsOwnWay() {
    Countings countings =
        new Countings(Counting.INCLUSIVE, Map.of("Gemini", Counting.REASONING_EXCLUSIVE));
    CallPricer pricer =
        new CallPricer(new CostRules(PriceSource.of(BOOK), CostPolicy.COMPUTED, countings));
    UsageDetails thoughts = new UsageDetails(-1, -1, -1, 60, -1, -1, -1, -1, -1);
    CallNames gemini = new CallNames(new Attribution("t", "gemini", "m"), "", "");
    CallNames openai = new CallNames(new Attribution("t", "openai", "m"), "", "");

    // 1000*10 + 500*40 + 60*50, and 1000*10 + 440*40 + 60*50
    assertThat(
        pricer.price(new Call(gemini, "", 0, false, false, 1_000, 500, -1, -1, thoughts)).costUsd(),
        comparesEqualTo(new BigDecimal("0.033")));
    assertThat(
        pricer.price(new Call(openai, "", 0, false, false, 1_000, 500, -1, -1, thoughts)).costUsd(),
        comparesEqualTo(new BigDecimal("0.0306")));
  }

  @Test
  void withoutABookWhatIsReportedCounts() {
    CallPricer reported = new CallPricer(CostRules.REPORTED);
    CallCost cost = reported.price(call("m", true, 7, UsageDetails.NONE));
    assertThat(cost.status(), is(CostStatus.PROVIDER_REPORTED));
    assertThat(cost.costUsd(), is(new BigDecimal("0.000000000007")));
    assertThat(
        reported.price(call("m", false, -1, UsageDetails.NONE)).status(), is(CostStatus.UNPRICED));
  }

  @Test
  void anotherBookIsTakenUpBetweenCallsOnly() {
    PriceBook[] book = {PriceBook.EMPTY};
    PriceSource source = () -> book[0];
    CallPricer pricer =
        new CallPricer(new CostRules(source, CostPolicy.COMPUTED, Countings.INCLUSIVE));
    Call call = call("m", false, -1, UsageDetails.NONE);
    book[0] = BOOK;
    assertThat(pricer.price(call).status(), is(CostStatus.UNPRICED));
    pricer.refresh();
    assertThat(pricer.price(call).status(), is(CostStatus.PRICED));
  }
}
