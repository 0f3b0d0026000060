package io.tallybeam.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LiteLLM's map, key by key. */
final class LiteLlmMapTest {

  private static BookFile read(String name, String text) {
    return LiteLlmMap.read(name, text.getBytes(UTF_8));
  }

  private static PriceEntry only(String text) {
    BookFile file = read("litellm-2026-03-30.json", text);
    assertThat(file.findings(), is(empty()));
    assertThat(file.entries(), hasSize(1));
    return file.entries().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "input_cost_per_token, INPUT, STANDARD, 0",
    "output_cost_per_token_batches, OUTPUT, BATCH, 0",
    "cache_read_input_token_cost_flex, CACHED_READ, FLEX, 0",
    "cache_creation_input_token_cost, CACHE_WRITE_5M, STANDARD, 0",
    "cache_creation_input_token_cost_above_1hr, CACHE_WRITE_1H, STANDARD, 0",
    "cache_creation_input_token_cost_above_1hr_above_200k_tokens, CACHE_WRITE_1H, STANDARD, 200000",
    "output_cost_per_reasoning_token, REASONING, STANDARD, 0",
    "input_cost_per_audio_token_priority, AUDIO_INPUT, PRIORITY, 0",
    "input_cost_per_image_token, IMAGE_INPUT, STANDARD, 0",
    "output_cost_per_audio_token, AUDIO_OUTPUT, STANDARD, 0",
    "output_cost_per_image_token, IMAGE_OUTPUT, STANDARD, 0",
    "input_cost_per_token_above_200k_tokens_priority, INPUT, PRIORITY, 200000",
    "input_cost_per_token_priority_above_200k_tokens, INPUT, PRIORITY, 200000",
    "output_cost_per_token_above_128k_tokens, OUTPUT, STANDARD, 128000",
    "output_cost_per_token_above_512k_tokens_batches, OUTPUT, BATCH, 512000",
    "input_cost_per_request, CALL, STANDARD, 0",
  })
  void readsAKey(String key, Charge charge, ServiceTier service, long above) {
    assertThat(LiteLlmKey.parse(key), is(Optional.of(new LiteLlmKey(charge, service, above))));
  }

  @ParameterizedTest
  @CsvSource({
    "input_cost_per_character",
    "output_cost_per_image",
    "input_cost_per_token_cache_hit",
    "input_cost_per_token_flex_priority",
    "max_tokens",
    "above_200k_tokens",
    "_batches",
    "input_cost_per_video_per_second_above_128k_tokens",
    "input_cost_per_token_batches_batches"
  })
  void leavesOtherKeysAlone(String key) {
    assertThat(LiteLlmKey.parse(key), is(Optional.empty()));
  }

  @Test
  void readsMultipliersOfRegions() {
    PriceEntry entry =
        only(
            """
            {"m": {"input_cost_per_token": 1e-6,
             "provider_specific_entry": {"US": 1.1}}}
            """);

    assertThat(entry.uplifts(), is(Map.of("us", new BigDecimal("1.1"))));
  }

  /** As Vertex bills it: where a region is asked for, whichever it is. */
  @Test
  void anUpliftWithoutARegionIsOfAllButTheGlobalOne() {
    PriceEntry entry =
        only(
            """
            {"m": {"input_cost_per_token": 1e-6, "regional_endpoint_uplift_multiplier": 1.1,
             "regional_processing_uplift_multiplier_eu": 1.2}}
            """);

    for (List<String> uplift :
        List.of(
            List.of("us-central1", "1.1"),
            List.of("EU", "1.2"),
            List.of("Global", "1"),
            List.of("", "1"))) {
      assertThat(entry.uplift(uplift.get(0)), is(new BigDecimal(uplift.get(1))));
    }
  }

  @Test
  void aRuleThatIsNotUsedIsKnownOfTheEntry() {
    BookFile file =
        read(
            "litellm-2026-03-30.json",
            """
            {"m": {"input_cost_per_token": 1e-6, "off_peak_pricing":
              {"start": "16:30", "end": "00:30", "input_cost_per_token": 5e-7}},
             "n": {"input_cost_per_token": 1e-6, "wings": 2}}
            """);

    assertThat(
        file.entries().stream().map(PriceEntry::hasUnusedRule).toList(), is(List.of(true, false)));
    assertThat(
        file.findings().get(0).toString(),
        is("litellm-2026-03-30.json: keys not used: off_peak_pricing (1), wings (1)"));
  }

  @Test
  void readsNumbersAsDecimalsAlsoInStrings() {
    PriceEntry entry =
        only(
            """
            {"sample_spec": {"input_cost_per_token": "not a number"},
             "m": {"litellm_provider": "openai", "mode": "chat", "supports_vision": true,
              "input_cost_per_token": 3.0000000000000003e-07,
              "output_cost_per_token": "1.8E-4", "cache_read_input_token_cost": 0}}
            """);
    PromptTier tier = entry.tiers().get(0);

    assertThat(entry.name(), is("m"));
    assertThat(entry.provider(), is("openai"));
    assertThat(
        tier.rate(ServiceTier.STANDARD, Charge.INPUT).orElseThrow(),
        comparesEqualTo(new BigDecimal("0.00000030000000000000003")));
    assertThat(
        tier.rate(ServiceTier.STANDARD, Charge.OUTPUT).orElseThrow(),
        comparesEqualTo(new BigDecimal("0.00018")));
    assertThat(
        tier.rate(ServiceTier.STANDARD, Charge.CACHED_READ).orElseThrow(),
        comparesEqualTo(BigDecimal.ZERO));
    assertThat(tier.rate(ServiceTier.STANDARD, Charge.REASONING), is(Optional.empty()));
  }

  @Test
  void namesTheProviderAsCallsDo() {
    for (List<String> name :
        List.of(
            List.of("vertex_ai-language-models", "vertex_ai"),
            List.of("bedrock_converse", "bedrock"),
            List.of("text-completion-openai", "text-completion-openai"))) {
      String text =
          "{\"m\": {\"input_cost_per_token\": 1, \"litellm_provider\": \"" + name.get(0) + "\"}}";
      assertThat(only(text).provider(), is(name.get(1)));
    }
  }

  @Test
  void listsWhatItDoesNotUse() {
    BookFile file =
        read(
            "litellm-2026-03-30.json",
            """
            {"a": {"input_cost_per_token": 1, "input_cost_per_character": 1, "rpm": 5},
             "b": {"input_cost_per_token": 1, "input_cost_per_character": 2, "wings": 2},
             "c": {"input_cost_per_second": 1, "output_cost_per_token": null}}
            """);

    assertThat(file.entries(), hasSize(2));
    assertThat(
        file.findings().stream().map(Finding::toString).toList(),
        is(
            List.of(
                "litellm-2026-03-30.json: without a rate, or with zeros alone, and so unpriced: c",
                "litellm-2026-03-30.json: keys not used: input_cost_per_character (2),"
                    + " input_cost_per_second (1), wings (1)")));
  }

  /** Of what it has no price of the map states zeros, and calls would be free. */
  @Test
  void zerosAloneAreNoRates() {
    BookFile file =
        read(
            "litellm-2026-03-30.json",
            """
            {"image": {"input_cost_per_token": 0.0, "output_cost_per_token": "0e-9",
              "output_cost_per_image": 0.039},
             "auto": {"input_cost_per_token": 0.0, "output_cost_per_token": 0},
             "embedding": {"input_cost_per_token": 1, "output_cost_per_token": 0,
              "input_cost_per_image": 1},
             "rerank": {"input_cost_per_token": 0, "input_cost_per_query": 0.002}}
            """);

    assertThat(file.entries().stream().map(PriceEntry::name).toList(), is(List.of("embedding")));
    assertThat(
        file.findings().get(0).toString(),
        is(
            "litellm-2026-03-30.json: without a rate, or with zeros alone, and so unpriced: image,"
                + " auto, rerank"));
  }

  /** As of {@code amazon.titan-embed-text-v2:0} since July 2026. */
  @Test
  void whatIsNoMultiplierIsNotUsed() {
    BookFile file =
        read(
            "litellm-2026-08-06.json",
            """
            {"m": {"input_cost_per_token": 1, "provider_specific_entry":
              {"bedrock_invocation_schema": "titan_v2", "us": "1.1", "nested": {}}}}
            """);

    assertThat(file.entries().get(0).uplifts().keySet(), is(Set.of("us")));
    assertThat(
        file.findings().stream().map(Finding::toString).toList(),
        is(
            List.of(
                "litellm-2026-08-06.json: keys not used:"
                    + " provider_specific_entry.bedrock_invocation_schema (1),"
                    + " provider_specific_entry.nested (1)")));
  }

  /** As LiteLLM states what a search costs by the number of its results. */
  @Test
  void tiersOfOtherThingsThanTokensAreNotUsed() {
    BookFile file =
        read(
            "litellm-2026-03-30.json",
            """
            {"exa_ai/search": {"litellm_provider": "exa_ai", "mode": "search",
              "tiered_pricing": [{"input_cost_per_query": 5e-03, "max_results_range": [0, 25]},
                {"input_cost_per_query": 25e-03, "max_results_range": [26, 100]}]},
             "m": {"input_cost_per_token": 1}}
            """);

    assertThat(file.entries().stream().map(PriceEntry::name).toList(), is(List.of("m")));
    assertThat(
        file.findings().stream().map(Finding::toString).toList(),
        is(
            List.of(
                "litellm-2026-03-30.json: without a rate, or with zeros alone, and so unpriced: exa_ai/search",
                "litellm-2026-03-30.json: keys not used: tiered_pricing (1)")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          litellm.json; {}; needs the date
          litellm-2026-02-30.json; {}; needs the date
          litellm-2026-03-30.json; ; the file is empty
          litellm-2026-03-30.json; []; is not an object of models
          litellm-2026-03-30.json; {}; has no model with a rate
          litellm-2026-03-30.json; {'error': {'code': 404}}; has no model with a rate
          litellm-2026-03-30.json; {} {}; more than one document
          litellm-2026-03-30.json; {'m': ; line 1: Unexpected end
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': 1}; line 1: Unexpected end
          litellm-2026-03-30.json; {'m': {'mode': 1}, 'm': {}}; m: stands twice
          litellm-2026-03-30.json; {'m': {'mode': 1, 'mode': 2}}; m.mode: stands twice
          litellm-2026-03-30.json; {'m': 5}; m: is not an object
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': -1e-6}}; m: input_cost_per_token: -1e-6 is negative
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': 'NaN'}}; m: input_cost_per_token: NaN is not a number
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': true}}; m: input_cost_per_token: true is not a number
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': {}}}; m: input_cost_per_token: is not a single value
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': 1e400}}; m: input_cost_per_token: 1e400 is too large
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': 1e9999999}}; m: input_cost_per_token: 1e9999999 is not a number
          litellm-2026-03-30.json; {'m': {'input_cost_per_token': 1e-25}}; more than 24 decimals
          litellm-2026-03-30.json; {'m': {'regional_processing_uplift_multiplier_eu': 0}}; m: regional_processing_uplift_multiplier_eu: 0 would make all calls free
          litellm-2026-03-30.json; {'m': {'tiered_pricing': {}}}; m: tiered_pricing: is not a list
          litellm-2026-03-30.json; {'m': {'tiered_pricing': [{'input_cost_per_token': 1}]}}; without a range
          litellm-2026-03-30.json; {'m': {'tiered_pricing': [{'range': [0, 'x']}]}}; not of token counts
          litellm-2026-03-30.json; {'m': {'tiered_pricing': [{'range': [0, 10]}, {'range': [20, 30]}]}}; the range 20 to 30 does not go on from 10
          """)
  void namesTheEntryAndWhatIsWrongWithIt(String name, String text, String named) {
    BookFile file = read(name, text == null ? "" : text.replace('\'', '"'));
    List<Finding> errors = file.findings().stream().filter(Finding::isError).toList();

    assertThat(errors, hasSize(1));
    assertThat(errors.get(0).toString(), containsString(named));
    assertThat(errors.get(0).toString(), containsString(name + ": "));
    assertThat(errors.get(0).toString().lines().toList(), hasSize(1));
  }

  @Test
  void aMapIsInForceUntilTheNextOne() {
    String text = "{\"m\": {\"input_cost_per_token\": 1}}";
    String other = text.replace("\"m\"", "\"n\"");
    PriceBook book =
        Books.maps(Map.of("2026-03-30", text, "2026-01-01", text, "2026-03-06", other));

    assertThat(
        book.history("m").stream().map(PriceEntry::place).toList(),
        is(
            List.of(
                "litellm-2026-01-01.json: m (from 2026-01-01 to 2026-03-06)",
                "litellm-2026-03-30.json: m (from 2026-03-30)")));
  }
}
