package io.tallybeam.book;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.window.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entry a call's names lead to, and for how long. */
final class PriceBookTest {

  private static long day(String date) {
    return Instant.parse(date + "T00:00:00Z").toEpochMilli();
  }

  private static PriceBook book(String... names) {
    StringBuilder text = new StringBuilder("unit: USD per token\nprices:\n");
    for (String name : names) {
      text.append("  - {model: \"").append(name).append("\", rates: {input: 1}}\n");
    }
    return Books.yaml(text.toString());
  }

  @Test
  void triesTheNamesFromTheMostSpecificOneOn() {
    List<String> tried =
        PriceBook.EMPTY.namesTried(
            "bedrock", "eu", "bedrock/us-east-1/us.claude-4-20250514-v1:0", 0);

    List<String> expected = new ArrayList<>();
    for (String model :
        List.of(
            "bedrock/us-east-1/us.claude-4-20250514-v1:0",
            "us-east-1/us.claude-4-20250514-v1:0",
            "us.claude-4-20250514-v1:0",
            "claude-4-20250514-v1:0",
            "bedrock/us-east-1/us.claude-4-20250514",
            "us-east-1/us.claude-4-20250514",
            "us.claude-4-20250514",
            "claude-4-20250514",
            "bedrock/us-east-1/us.claude-4",
            "us-east-1/us.claude-4",
            "us.claude-4",
            "claude-4")) {
      expected.addAll(List.of("bedrock/eu/" + model, "bedrock/" + model, model));
    }
    assertThat(tried, is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "p/eu/m, PROVIDER_REGION_MODEL",
    "p/m, PROVIDER_MODEL",
    "m, MODEL",
    "m*, MODEL",
    "*, MODEL",
    "p*, ",
    "p/*, PROVIDER_MODEL",
    "p/m*, PROVIDER_MODEL",
    "p/eu*, ",
    "p/eu/*, PROVIDER_REGION_MODEL",
  })
  void saysByWhichNameItFound(String name, MatchRule rule) {
    Match match = book(name).find("p", "eu", "m", 0);

    assertThat(
        match.entry().map(PriceEntry::name), is(Optional.of(name).filter(n -> rule != null)));
    if (rule != null) {
      assertThat(match.rule(), is(rule));
    }
    assertThat(match.fallbacks(), is(0));
  }

  @Test
  void aWholeNameComesBeforeAPatternAndTheLongestPatternFirst() {
    PriceBook book = book("gpt-5*", "gpt-5", "gpt-5-mini*", "*");

    assertThat(found(book, "gpt-5"), is("gpt-5"));
    assertThat(found(book, "gpt-5-mini-2"), is("gpt-5-mini*"));
    assertThat(found(book, "gpt-5-mini"), is("gpt-5-mini*"));
    assertThat(found(book, "gpt-5.1"), is("gpt-5*"));
    assertThat(found(book, "gpt-4"), is("*"));
  }

  /** A catch-all is not meant for versions of what has an entry of its own. */
  @Test
  void aPatternComesBehindAWholeNameThatItWouldStandForToo() {
    PriceBook book = book("*", "gpt*", "gpt-5", "gpt-5*", "o3", "us.*", "o3-2*", "p/*", "p/o3");

    assertThat(found(book, "models/gpt-5"), is("gpt-5"));
    assertThat(found(book, "o3-20250101"), is("o3-2*"));
    assertThat(found(book, "o3-99990101"), is("o3"));
    assertThat(found(book, "o3-mini"), is("*"));
    assertThat(found(book, "us.o3"), is("us.*"));
    // As it is sent it begins with all of the name.
    assertThat(found(book, "gpt-5-20250101"), is("gpt-5*"));
    Match dated = book.find("p", "", "o3-99990101", 0);
    assertThat(dated.entry().orElseThrow().name(), is("p/o3"));
    assertThat(Fallback.in(dated.fallbacks()), is(List.of(Fallback.STRIPPED_SUFFIX)));
    assertThat(dated.name(), is("p/o3"));
  }

  /** Before it is in force the pattern holds, and the answer no longer than that. */
  @Test
  void aWholeNameThatComesLaterEndsWhatAPatternTells() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per token
            prices:
              - {model: "*", rates: {input: 1}}
              - {model: m, from: 2026-01-01, rates: {input: 1}}
            """);

    Match before = book.find("", "", "m-20250101", day("2025-12-31"));
    assertThat(before.entry().orElseThrow().name(), is("*"));
    assertThat(before.valid(), is(new TimeRange(Long.MIN_VALUE, day("2026-01-01"))));
    Match after = book.find("", "", "m-20250101", day("2026-01-01"));
    assertThat(after.entry().orElseThrow().name(), is("m"));
  }

  /** Providers are called like their models: mistral, gemini, deepseek. */
  @Test
  void aPatternWithoutAProviderIsForModelsOnly() {
    PriceBook book = book("*", "gpt-4o", "mistral*", "codestral-2508", "p/*", "p/special");

    assertThat(found(book, "openai", "", "gpt-4o"), is("gpt-4o"));
    assertThat(found(book, "mistral", "", "codestral-2508"), is("codestral-2508"));
    assertThat(found(book, "mistral", "", "mistral-large"), is("mistral*"));
    assertThat(found(book, "mistral", "eu", "pixtral"), is("*"));
    assertThat(found(book, "p", "eu", "special"), is("p/special"));
    assertThat(found(book, "p", "eu", "gpt-4o"), is("p/*"));
  }

  @Test
  void providersAndRegionsAreTheSameInCapitals() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per token
            prices:
              - {provider: OpenAI, region: EU, model: M, rates: {input: 1}}
              - {provider: azure, model: M, uplift: {EU: 1.1}, rates: {input: 1}}
              - {model: M, rates: {input: 1}}
              - {model: Acme/M, rates: {input: 1}}
            """);

    assertThat(found(book, "OPENAI", "eu", "M"), is("openai/eu/M"));
    assertThat(found(book, "openai", "Eu", "M"), is("openai/eu/M"));
    assertThat(found(book, "Azure", "eu", "M"), is("azure/M"));
    assertThat(found(book, "Acme", "eu", "M"), is("Acme/M"));
    assertThat(found(book, "acme", "eu", "M"), is("M"));
    assertThat(book.find("azure", "", "m", 0).known(), is(false));
  }

  private static String found(PriceBook book, String provider, String region, String model) {
    Match match = book.find(provider, region, model, 0);
    assertThat(match.fallbacks(), is(0));
    return match.entry().orElseThrow().name();
  }

  private static String found(PriceBook book, String model) {
    return book.find("", "", model, 0).entry().orElseThrow().name();
  }

  @Test
  void anAnswerHoldsAsLongAsNoNameLeadsElsewhere() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per token
            prices:
              - {model: m, from: 2026-01-01, to: 2026-12-01, rates: {input: 1}}
              - {provider: p, model: m, from: 2026-02-01, to: 2026-03-01, rates: {input: 1}}
              - {provider: p, model: m, from: 2026-05-01, rates: {input: 1}}
            """);
    assertThat(valid(book, "2025-12-31"), is(new TimeRange(Long.MIN_VALUE, day("2026-01-01"))));
    assertThat(valid(book, "2026-01-01"), is(range("2026-01-01", "2026-02-01")));
    assertThat(valid(book, "2026-02-01"), is(range("2026-02-01", "2026-03-01")));
    assertThat(valid(book, "2026-04-30"), is(range("2026-03-01", "2026-05-01")));
    assertThat(valid(book, "2026-05-01"), is(new TimeRange(day("2026-05-01"), Long.MAX_VALUE)));
    assertThat(book.find("p", "", "m", day("2026-03-01")).entry().orElseThrow().name(), is("m"));
    assertThat(book.find("p", "", "m", day("2025-01-01")).known(), is(true));
    assertThat(book.find("p", "", "n", day("2025-01-01")).known(), is(false));
  }

  private static TimeRange valid(PriceBook book, String date) {
    return book.find("p", "", "m", day(date)).valid();
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(day(from), day(to));
  }

  @Test
  void anEntryOfAnotherProviderIsAFallback() {
    PriceBook book =
        Books.maps(
            Map.of(
                "2020-01-01",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1}}"));
    long at = day("2026-01-01");

    assertThat(Fallback.in(book.find("OpenAI", "", "m", at).fallbacks()), is(List.of()));
    for (String other : List.of("azure", "")) {
      assertThat(
          Fallback.in(book.find(other, "", "m", at).fallbacks()),
          is(List.of(Fallback.OTHER_PROVIDER)));
    }
  }
}
