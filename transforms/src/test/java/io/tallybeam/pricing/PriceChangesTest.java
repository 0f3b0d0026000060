package io.tallybeam.pricing;

import static io.tallybeam.pricing.Priced.call;
import static io.tallybeam.pricing.Priced.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.book.Books;
import io.tallybeam.book.PriceBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real changes between LiteLLM's maps, with calls on both sides; amounts worked out by hand. */
final class PriceChangesTest {

  private static final PriceBook BOOK = Books.starting();

  /**
   * 10,000 tokens of input and 1,000 of output. gpt-5.4-pro rises from 20 and 120 USD a million to
   * 30 and 180; gpt-5.5-pro and claude-sonnet-5 (2 and 10) are first listed where they begin.
   */
  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5.4-pro, 2026-03-05T23:59:59.999Z, unpriced, 0, ''",
    "openai, gpt-5.4-pro, 2026-03-06T00:00:00Z, priced, 0.32, litellm-2026-03-06.json@2026-03-06",
    "openai, gpt-5.4-pro, 2026-03-29T23:59:59.999Z, priced, 0.32, "
        + "litellm-2026-03-06.json@2026-03-06",
    "openai, gpt-5.4-pro, 2026-03-30T00:00:00Z, priced, 0.48, litellm-2026-03-30.json@2026-03-30",
    "openai, gpt-5.4-pro, 2030-01-01T00:00:00Z, priced, 0.48, litellm-2026-07-24.json@2026-07-24",
    "openai, gpt-5.5-pro, 2026-05-05T23:59:59.999Z, unpriced, 0, ''",
    "openai, gpt-5.5-pro, 2026-05-06T00:00:00Z, priced, 0.48, litellm-2026-05-06.json@2026-05-06",
    "anthropic, claude-sonnet-5, 2026-07-23T23:59:59.999Z, unpriced, 0, ''",
    "anthropic, claude-sonnet-5, 2026-07-24T00:00:00Z, priced, 0.03, "
        + "litellm-2026-07-24.json@2026-07-24",
  })
  void aCallIsPricedByTheMapInForceWhenItHappened(
      String provider, String model, String at, String status, String usd, String version) {
    CallCost cost = call(provider, model, at).tokens(10_000, 1_000).by(BOOK);

    assertThat(cost.status().label(), is(status));
    assertThat(text(cost.costUsd()), is(usd));
    assertThat(cost.version(), is(version));
  }

  /** The day that a map misses can be told: an entry of one's own for a provider comes first. */
  @Test
  void anEntryForAProviderTellsTheDayThatMapsMiss() {
    PriceBook book =
        Books.yaml(
            """
            unit: USD per 1M tokens
            prices:
              - {provider: openai, model: gpt-5.4-pro, to: 2026-03-20, rates: {input: 20, output: 120}}
              - {provider: openai, model: gpt-5.4-pro, from: 2026-03-20, rates: {input: 30, output: 180}}
            """);
    Priced before = call("openai", "gpt-5.4-pro", "2026-03-19T23:59:59.999Z").tokens(10_000, 1_000);
    Priced after = call("openai", "gpt-5.4-pro", "2026-03-20").tokens(10_000, 1_000);

    assertThat(text(before.by(book).costUsd()), is("0.32"));
    assertThat(before.by(book).version(), is("book.yaml@always"));
    assertThat(text(after.by(book).costUsd()), is("0.48"));
    assertThat(after.by(book).version(), is("book.yaml@2026-03-20"));
  }

  /** The units of the seeds: a million, a thousand, and one that is not said. */
  @ParameterizedTest
  @CsvSource({
    // 1,000 * 5 / 1,000,000 + 50 * 15 / 1,000,000, as the seed itself works it out
    "gpt-4o, 1000, 50, 0.00575",
    // 1,000 * 0.03 / 1,000 + 1,000 * 0.06 / 1,000
    "gpt-4, 1000, 1000, 0.09",
    "claude-3-opus, 1000, 1000, 0.09",
    // 100 * 0.000075 / 1,000 + 1,746 * 0.0003 / 1,000
    "models/gemini-2.5-flash, 100, 1746, 0.0005313",
  })
  void theSeedsPricesAreReadInTheirUnits(String model, long input, long output, String usd) {
    CallCost cost = call("", model, "2023-11-16").tokens(input, output).by(BOOK);

    assertThat(text(cost.costUsd()), is(usd));
  }
}
