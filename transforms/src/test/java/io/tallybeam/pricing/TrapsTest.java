package io.tallybeam.pricing;

import static io.tallybeam.book.Charge.CACHED_READ;
import static io.tallybeam.book.Charge.CACHE_WRITE_1H;
import static io.tallybeam.book.Charge.CACHE_WRITE_5M;
import static io.tallybeam.book.Charge.INPUT;
import static io.tallybeam.book.Charge.OUTPUT;
import static io.tallybeam.book.Charge.REASONING;
import static io.tallybeam.book.Fallback.COUNTS_DISAGREE;
import static io.tallybeam.book.Fallback.IMAGES_AS_TEXT;
import static io.tallybeam.book.Fallback.OTHER_CHARGE;
import static io.tallybeam.book.Fallback.OTHER_PROVIDER;
import static io.tallybeam.book.Fallback.STANDARD_SERVICE;
import static io.tallybeam.book.Fallback.STRIPPED_PREFIX;
import static io.tallybeam.book.Fallback.STRIPPED_SUFFIX;
import static io.tallybeam.book.Fallback.UNUSED_RULE;
import static io.tallybeam.pricing.Priced.call;
import static io.tallybeam.pricing.Priced.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Books;
import io.tallybeam.book.Charge;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.ServiceTier;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The mistakes that cost calculators make, each with the amount worked out by hand from published
 * rates, which are those of the maps in {@code testdata/prices}.
 */
final class TrapsTest {

  private static final PriceBook BOOK = Books.starting();
  private static final String OPENAI = "openai";
  private static final String ANTHROPIC = "anthropic";

  /** 30 and 180 USD a million tokens, above 272,000 tokens 60 and 270, cached 3 and 6. */
  @Test
  void aLongPromptReRatesTheWholeCall() {
    Priced at = call(OPENAI, "gpt-5.4-pro", "2026-04-01").tokens(272_000, 1_000);
    Priced above = call(OPENAI, "gpt-5.4-pro", "2026-04-01").tokens(272_001, 1_000);

    // 272,000 * 0.00003 + 1,000 * 0.00018
    assertThat(text(at.by(BOOK).costUsd()), is("8.34"));
    assertThat(at.by(BOOK).tierAbove(), is(0L));
    // 272,001 * 0.00006 + 1,000 * 0.00027
    assertThat(text(above.by(BOOK).costUsd()), is("16.59006"));
    assertThat(above.by(BOOK).tierAbove(), is(272_000L));
    // 172,001 * 0.00006 + 100,000 * 0.000006 + 1,000 * 0.00027
    assertThat(text(above.count(CACHED_READ, 100_000).by(BOOK).costUsd()), is("11.19006"));
  }

  /** The prompt that decides holds the cached tokens, read and written. */
  @Test
  void cachedTokensCountForTheTier() {
    Priced at =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-08-01")
            .counting(Counting.CACHE_EXCLUSIVE)
            .tokens(120_000, 1_000)
            .count(CACHED_READ, 50_000)
            .count(CACHE_WRITE_5M, 20_000)
            .count(CACHE_WRITE_1H, 10_000);
    // 0.36 + 0.015 + 0.075 + 0.06 + 0.015
    assertThat(text(at.by(BOOK).costUsd()), is("0.525"));

    CallCost above = at.count(INPUT, 120_001).by(BOOK);

    assertThat(above.promptTokens(), is(200_001L));
    assertThat(text(above.chargeUsd(INPUT)), is("0.720006"));
    assertThat(text(above.chargeUsd(CACHED_READ)), is("0.03"));
    assertThat(text(above.chargeUsd(CACHE_WRITE_5M)), is("0.15"));
    assertThat(text(above.chargeUsd(CACHE_WRITE_1H)), is("0.12"));
    assertThat(text(above.chargeUsd(OUTPUT)), is("0.0225"));
    assertThat(text(above.costUsd()), is("1.042506"));
    assertThat(above.fallbacks(), is(empty()));
  }

  /** Before 2026-07-24 no map states what an hour's writes cost in long prompts. */
  @Test
  void aTierWithoutAChargeTakesTheChargeThatStandsInForIt() {
    CallCost cost =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-07-23")
            .tokens(200_001, 0)
            .count(CACHE_WRITE_1H, 10_000)
            .by(BOOK);

    // 10,000 * 0.0000075, as of five minutes
    assertThat(text(cost.chargeUsd(CACHE_WRITE_1H)), is("0.075"));
    assertThat(cost.fallbacks(), contains(OTHER_CHARGE));
    RateSource source = cost.source(CACHE_WRITE_1H).orElseThrow();
    assertThat(source.charge(), is(CACHE_WRITE_5M));
    assertThat(source.above(), is(200_000L));
  }

  @Test
  void rangesOfPromptsHoldUpToTheirEndAndTheLastOneBeyondIt() {
    PriceBook book =
        Books.maps(
            Map.of(
                "2026-01-01",
                """
                {"qwen": {"litellm_provider": "dashscope", "tiered_pricing": [
                  {"range": [0, 32000.0], "input_cost_per_token": 1e-6,
                   "output_cost_per_token": "4e-06"},
                  {"range": [32000, 1.28e5], "input_cost_per_token": 2e-6,
                   "output_cost_per_token": 8e-06}]}}
                """));
    // 32,000 * 0.000001 + 10 * 0.000004, 32,001 * 0.000002 + 10 * 0.000008, ...
    for (List<String> expected :
        List.of(
            List.of("0", "0.00004"),
            List.of("1", "0.000041"),
            List.of("32000", "0.03204"),
            List.of("32001", "0.064082"),
            List.of("128000", "0.25608"),
            List.of("128001", "0.256082"),
            List.of("1000000", "2.00008"))) {
      Priced prompt =
          call("dashscope", "qwen", "2026-01-01").tokens(Long.parseLong(expected.get(0)), 10);
      assertThat(text(prompt.by(book).costUsd()), is(expected.get(1)));
    }
  }

  /** 2 and 10 USD a million tokens, and a tenth more where answers must come from the US. */
  @Test
  void aRegionThatCostsMoreIsReadFromTheMap() {
    Priced us = call(ANTHROPIC, "claude-sonnet-5", "2026-08-01").region("us").tokens(1_000, 100);

    // (1,000 * 0.000002 + 100 * 0.00001) * 1.1
    assertThat(text(us.by(BOOK).costUsd()), is("0.0033"));
  }

  /** 0.3 and 2.5 USD a million tokens; what was thought is not among the candidates' tokens. */
  @Test
  void thoughtsThatAreCountedApartAreNotTakenOffTheAnswer() {
    Priced gemini =
        call("vertex_ai", "gemini-2.5-flash", "2026-08-01")
            .counting(Counting.REASONING_EXCLUSIVE)
            .tokens(1_000, 1_000)
            .count(REASONING, 600);

    // 1,000 * 0.0000003 + 1,600 * 0.0000025
    assertThat(text(gemini.by(BOOK).costUsd()), is("0.0043"));
  }

  /** 3, 0.3 and 3.75 USD a million tokens of input, cached reads and writes. */
  @Test
  void theSameCallCostsTheSameHoweverItsProducerCounts() {
    Priced anthropic =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-05-10")
            .counting(Counting.CACHE_EXCLUSIVE)
            .tokens(1_000, 200);
    Priced litellm = call(ANTHROPIC, "claude-sonnet-4-5", "2026-05-10").tokens(10_500, 200);
    Priced langfuse =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-05-10")
            .counting(Counting.EXCLUSIVE)
            .tokens(1_000, 150)
            .count(REASONING, 50);
    for (Priced one : List.of(anthropic, litellm, langfuse)) {
      CallCost cost = one.count(CACHED_READ, 9_000).count(CACHE_WRITE_5M, 500).by(BOOK);

      // 0.003 + 0.0027 + 0.001875 + 200 * 0.000015
      assertThat(text(cost.costUsd()), is("0.010575"));
      assertThat(cost.promptTokens(), is(10_500L));
    }
  }

  @Test
  void countsThatCannotBeAreRecordedAndNoTokenIsNegative() {
    CallCost cost =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-05-10")
            .tokens(1_000, 0)
            .count(CACHED_READ, 9_000)
            .by(BOOK);

    assertThat(text(cost.costUsd()), is("0.0027"));
    assertThat(cost.fallbacks(), contains(COUNTS_DISAGREE));
  }

  /** gpt-4o-audio-preview has no rate for cached tokens: 2.5 USD a million, as all input. */
  @Test
  void aMissingRateIsNotZero() {
    CallCost cost =
        call(OPENAI, "gpt-4o-audio-preview", "2026-04-01")
            .tokens(1_000, 0)
            .count(CACHED_READ, 400)
            .by(BOOK);

    assertThat(text(cost.costUsd()), is("0.0025"));
    assertThat(text(cost.chargeUsd(CACHED_READ)), is("0.001"));
    assertThat(cost.fallbacks(), contains(OTHER_CHARGE));
  }

  /** deepseek-v4-pro: writing to the cache costs 0.0 a token, and this is stated. */
  @Test
  void aRateOfZeroIsARate() {
    CallCost cost =
        call("deepseek", "deepseek-v4-pro", "2026-08-01")
            .tokens(1_000, 0)
            .count(CACHE_WRITE_5M, 1_000)
            .by(BOOK);

    assertThat(cost.status(), is(CostStatus.PRICED));
    assertThat(text(cost.costUsd()), is("0"));
    assertThat(cost.fallbacks(), is(empty()));
  }

  /** gpt-image-1 states no price for text in the answer. */
  @Test
  void tokensWithoutAnyRateLeaveTheCallUnpriced() {
    Priced image = call(OPENAI, "gpt-image-1", "2026-04-01").tokens(100, 1_000);

    assertThat(image.by(BOOK).status(), is(CostStatus.UNPRICED));
    assertThat(image.by(BOOK).reason(), is(UnpricedReason.NO_RATE));
    // All of the answer is an image: 100 * 0.000005 + 1,000 * 0.00004
    CallCost cost = image.count(Charge.IMAGE_OUTPUT, 1_000).by(BOOK);
    assertThat(text(cost.costUsd()), is("0.0405"));
  }

  /** Of a model of images nobody says which tokens are the image: 8 or 40 USD a million. */
  @Test
  void anAnswerOfAnImageModelThatCountsNoImagesIsAFallback() {
    PriceBook book =
        Books.maps(
            Map.of(
                "2026-01-01",
                """
                {"m": {"mode": "image_generation", "input_cost_per_token": 5e-6,
                  "output_cost_per_token": 8e-6, "output_cost_per_image_token": 4e-5},
                 "chat": {"mode": "chat", "input_cost_per_token": 5e-6,
                  "output_cost_per_token": 8e-6, "output_cost_per_image_token": 4e-5}}
                """));
    Priced image = call("p", "m", "2026-04-01").tokens(100, 1_000);

    // 100 * 0.000005 + 1,000 * 0.000008
    assertThat(text(image.by(book).costUsd()), is("0.0085"));
    assertThat(image.by(book).fallbacks(), contains(IMAGES_AS_TEXT));
    assertThat(image.count(Charge.IMAGE_OUTPUT, 900).by(book).fallbacks(), is(empty()));
    CallCost chat = call("p", "chat", "2026-04-01").tokens(100, 1_000).by(book);
    assertThat(chat.fallbacks(), is(empty()));
  }

  /** gpt-4o: 2.5 and 10 USD a million, 1.25 and 5 in batches, 4.25 and 17 with priority. */
  @Test
  void aServiceHasItsOwnRatesWhereTheyAreStated() {
    Priced gpt = call(OPENAI, "gpt-4o", "2026-04-01").tokens(1_000, 100);

    assertThat(text(gpt.by(BOOK).costUsd()), is("0.0035"));
    CallCost batch = gpt.service(ServiceTier.BATCH).by(BOOK);
    assertThat(text(batch.costUsd()), is("0.00175"));
    assertThat(batch.fallbacks(), is(empty()));
    CallCost priority = gpt.service(ServiceTier.PRIORITY).by(BOOK);
    assertThat(text(priority.costUsd()), is("0.00595"));
    assertThat(priority.fallbacks(), is(empty()));
    CallCost flex = gpt.service(ServiceTier.FLEX).by(BOOK);
    assertThat(text(flex.costUsd()), is("0.0035"));
    assertThat(flex.fallbacks(), contains(STANDARD_SERVICE));
    // o3: 2 and 8 USD a million, 1 and 4 with flex, cached 0.25
    CallCost o3 =
        call(OPENAI, "o3", "2026-04-01")
            .service(ServiceTier.FLEX)
            .tokens(1_000, 100)
            .count(CACHED_READ, 400)
            .by(BOOK);
    assertThat(text(o3.costUsd()), is("0.0011"));
    assertThat(o3.fallbacks(), is(empty()));
  }

  /** 9 USD a million for the answer and for thoughts, and 16.2 for the answer with priority. */
  @Test
  void thoughtsArePricedAsTheAnswerOfTheServiceBeforeTheStandardRate() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices:
              - model: m
                rates: {input: 1, output: 9, reasoning: 9}
                priority: {output: 16.2}
                tiers:
                  - above: 100
                    rates: {output: 18, reasoning: 18}
                    priority: {output: 32.4}
              - model: own
                rates: {input: 1, output: 9, reasoning: 9}
                priority: {output: 16.2, reasoning: 17}
            """);
    Priced thoughts = call("p", "m", "2026-04-01").tokens(0, 1_000).count(REASONING, 1_000);
    CallCost cost = thoughts.service(ServiceTier.PRIORITY).by(book);
    assertThat(text(cost.costUsd()), is("0.0162"));
    assertThat(cost.fallbacks(), contains(OTHER_CHARGE));
    assertThat(text(thoughts.count(INPUT, 101).by(book).chargeUsd(REASONING)), is("0.0324"));

    CallCost standard = thoughts.count(INPUT, 0).service(ServiceTier.STANDARD).by(book);
    assertThat(text(standard.costUsd()), is("0.009"));
    assertThat(standard.fallbacks(), is(empty()));
    // Nothing is stated for a batch: half of what thoughts cost.
    CallCost batch = thoughts.service(ServiceTier.BATCH).by(book);
    assertThat(text(batch.costUsd()), is("0.0045"));
    assertThat(batch.fallbacks(), contains(STANDARD_SERVICE));
    CallCost own =
        call("p", "own", "2026-04-01")
            .tokens(0, 1_000)
            .count(REASONING, 1_000)
            .service(ServiceTier.PRIORITY)
            .by(book);
    assertThat(text(own.costUsd()), is("0.017"));
    assertThat(own.fallbacks(), is(empty()));
  }

  @Test
  void aBatchIsHalfPriceWhereNoneIsStated() {
    CallCost claude =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-04-01")
            .service(ServiceTier.BATCH)
            .tokens(1_000, 100)
            .by(BOOK);
    // (0.003 + 0.0015) / 2
    assertThat(text(claude.costUsd()), is("0.00225"));
    assertThat(claude.fallbacks(), contains(STANDARD_SERVICE));

    CallCost cached =
        call(OPENAI, "gpt-4o", "2026-04-01")
            .service(ServiceTier.BATCH)
            .tokens(1_000, 100)
            .count(CACHED_READ, 400)
            .by(BOOK);
    // 600 * 0.00000125 + 400 * 0.00000125 / 2 + 100 * 0.000005
    assertThat(text(cached.costUsd()), is("0.0015"));
    assertThat(cached.source(CACHED_READ).orElseThrow().fallbacks(), is(STANDARD_SERVICE.bit()));
    assertThat(cached.source(INPUT).orElseThrow().fallbacks(), is(0));
  }

  /** gpt-5.4 in April 2026: 10 and 33.75 USD a million above 272,000 tokens with priority. */
  @Test
  void aServiceAndATierCombine() {
    Priced april =
        call(OPENAI, "gpt-5.4", "2026-04-01").service(ServiceTier.PRIORITY).tokens(272_001, 1_000);

    // 272,001 * 0.00001 + 1,000 * 0.00003375
    assertThat(text(april.by(BOOK).costUsd()), is("2.75376"));
    assertThat(april.by(BOOK).fallbacks(), is(empty()));
    // From 2026-05-06 on there is no such rate: that of the tier, 5 and 22.5.
    CallCost may =
        call(OPENAI, "gpt-5.4", "2026-05-06")
            .service(ServiceTier.PRIORITY)
            .tokens(272_001, 1_000)
            .by(BOOK);
    assertThat(text(may.costUsd()), is("1.382505"));
    assertThat(may.fallbacks(), contains(STANDARD_SERVICE));
  }

  /** gpt-5.4 since 2026-07-24: 10 % more where data stays in the EU. */
  @Test
  void aRegionRaisesAllTokenChargesExactly() {
    Priced eu = call(OPENAI, "gpt-5.4", "2026-08-01").region("eu").tokens(1_001, 10);

    // (1,001 * 0.0000025 + 10 * 0.000015) * 1.1
    assertThat(text(eu.by(BOOK).costUsd()), is("0.00291775"));
    CallCost before = call(OPENAI, "gpt-5.4", "2026-07-23").region("eu").tokens(1_001, 10).by(BOOK);
    assertThat(text(before.costUsd()), is("0.0026525"));
  }

  /** Prices of some hours of the day are not known of: what the call cost may be wrong. */
  @Test
  void anEntryWithAnotherPriceAtNightIsAFallback() {
    PriceBook book =
        Books.maps(
            Map.of(
                "2026-01-01",
                """
                {"m": {"input_cost_per_token": 1e-6, "off_peak_pricing":
                  {"start": "16:30", "end": "00:30", "input_cost_per_token": 5e-7},
                  "regional_endpoint_uplift_multiplier": 1.1}}
                """));
    Priced night = call("p", "m", "2026-04-01").tokens(1_000, 0).region("europe-west4");

    assertThat(text(night.by(book).costUsd()), is("0.0011"));
    assertThat(night.by(book).fallbacks(), contains(UNUSED_RULE));
  }

  /** Claude's searches are 0.01 USD each, and no region raises them. */
  @Test
  void aChargeByTheCallIsAddedBehindTheUplift() {
    CallCost cost =
        call(ANTHROPIC, "claude-sonnet-4-5", "2026-04-01")
            .tokens(1_000, 100)
            .count(Charge.SEARCH, 3)
            .by(BOOK);
    assertThat(text(cost.costUsd()), is("0.0345"));

    PriceBook fee =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices:
              - model: m
                rates: {input: 1, output: 2}
                uplift: {eu: 1.5}
                per_call: {call: 0.002}
            """);
    CallCost called = call("p", "m", "2026-04-01").region("EU").tokens(100, 100).by(fee);
    // (0.0001 + 0.0002) * 1.5 + 0.002
    assertThat(text(called.costUsd()), is("0.00245"));
  }

  @Test
  void aStrippedNameIsARecordedFallback() {
    for (List<String> name :
        List.of(
            List.of("models/gemini-2.5-flash", "STRIPPED_PREFIX"),
            List.of("us.gemini-2.5-flash", "STRIPPED_PREFIX"),
            List.of("vertex/europe-west4/global.gemini-2.5-flash", "STRIPPED_PREFIX"),
            List.of("gemini-2.5-flash-20250617", "STRIPPED_SUFFIX"),
            List.of("gemini-2.5-flash@001", "STRIPPED_SUFFIX"),
            List.of("gemini-2.5-flash-20250617-v1:0", "STRIPPED_SUFFIX"))) {
      CallCost cost = call("vertex_ai", name.get(0), "2026-04-01").tokens(1_000, 10).by(BOOK);

      // 1,000 * 0.0000003 + 10 * 0.0000025
      assertThat(text(cost.costUsd()), is("0.000325"));
      assertThat(cost.fallbacks().toString(), is("[" + name.get(1) + "]"));
    }
    CallCost both =
        call("bedrock", "models/us.gpt-4o-20240806", "2026-04-01").tokens(1_000, 0).by(BOOK);
    assertThat(both.fallbacks(), contains(OTHER_PROVIDER, STRIPPED_PREFIX, STRIPPED_SUFFIX));
    assertThat(call(OPENAI, "gpt-4o", "2026-04-01").tokens(1, 1).by(BOOK).fallbacks(), is(empty()));
  }

  @Test
  void aGatewaysCacheHitIsFreeAndWhatItAvoidedIsKept() {
    CallCost cost = call(OPENAI, "gpt-4o", "2026-04-01").tokens(1_000, 100).cacheHit().by(BOOK);

    assertThat(cost.status(), is(CostStatus.FREE));
    assertThat(text(cost.costUsd()), is("0"));
    assertThat(text(cost.computedUsd()), is("0"));
    assertThat(text(cost.chargeUsd(INPUT)), is("0"));
    assertThat(text(cost.avoidedUsd()), is("0.0035"));
    CallCost unknown = call(OPENAI, "gpt-9", "2026-04-01").tokens(1, 1).cacheHit().by(BOOK);
    assertThat(unknown.status(), is(CostStatus.FREE));
    assertThat(unknown.reason(), is(UnpricedReason.UNKNOWN_MODEL));
  }

  @Test
  void anUnknownModelIsUnpricedWithItsTokens() {
    CallCost cost = call(OPENAI, "gpt-9", "2026-04-01").tokens(1_000, 100).by(BOOK);

    assertThat(cost.status(), is(CostStatus.UNPRICED));
    assertThat(cost.reason(), is(UnpricedReason.UNKNOWN_MODEL));
    assertThat(cost.units(INPUT), is(1_000L));
    assertThat(cost.units(OUTPUT), is(100L));
    assertThat(cost.version(), is(""));
    CallCost early = call(OPENAI, "o3", "2026-03-05T23:59:59.999Z").tokens(1, 1).by(BOOK);
    assertThat(early.reason(), is(UnpricedReason.NOT_IN_FORCE));
    CallCost silent = call(OPENAI, "gpt-4o", "2026-04-01").by(BOOK);
    assertThat(silent.status(), is(CostStatus.UNPRICED));
    assertThat(silent.reason(), is(UnpricedReason.NO_TOKENS));
  }

  /** A gateway that took the cached tokens for new ones reports 0.0025 instead of 0.0015. */
  @Test
  void reportedAndComputedCostAreBothKept() {
    Priced call =
        call(OPENAI, "gpt-4o", "2026-04-01")
            .tokens(1_000, 0)
            .count(CACHED_READ, 800)
            .reported(2_500_000_000L);
    CallCost computed = call.by(BOOK);
    CallCost reported = call.by(BOOK, CostPolicy.PREFER_REPORTED);

    assertThat(computed.status(), is(CostStatus.PRICED));
    assertThat(text(computed.costUsd()), is("0.0015"));
    assertThat(reported.status(), is(CostStatus.PROVIDER_REPORTED));
    assertThat(text(reported.costUsd()), is("0.0025"));
    assertThat(text(reported.computedUsd()), is("0.0015"));
  }

  /** 0.000000000010 USD by three equal tags: a plain division would lose one unit. */
  @Test
  void overlappingTagsShareACostToTheLastUnit() {
    BigInteger one = BigInteger.ONE;

    assertThat(shares(10, one, one, one).toString(), is("[4, 3, 3]"));
    assertThat(shares(10, BigInteger.TWO, one).toString(), is("[7, 3]"));
    assertThat(shares(1, one, BigInteger.TWO, BigInteger.ZERO).toString(), is("[0, 1, 0]"));
  }

  private static List<BigInteger> shares(long amount, BigInteger... weights) {
    return WeightedShares.of(BigInteger.valueOf(amount), List.of(weights));
  }
}
