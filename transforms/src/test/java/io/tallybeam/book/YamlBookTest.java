package io.tallybeam.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own price files. */
final class YamlBookTest {

  private static BookFile read(String text) {
    return YamlBook.read("prices/book.yaml", text.getBytes(UTF_8));
  }

  @Test
  void readsEverythingThatAnEntryCanSay() {
    BookFile file =
        read(
            """
            unit: USD per 1M tokens
            prices:
              - provider: openai
                region: eu
                model: gpt-4o
                from: 2024-05-13
                to: 2024-10-02T12:30:00Z
                rates: {input: 5, cached_read: "2.50", output: 1.5e1}
                batch: {input: 2.5}
                tiers:
                  - above: 200000
                    rates: {input: 10}
                    priority: {input: 20}
                uplift: {EU: 1.1}
                per_call: {call: 0.001, search: 0.01}
              - model: gpt-5*
                unit: USD per token
                rates: {input: 0.000001}
            """);
    assertThat(file.findings(), is(empty()));
    PriceEntry entry = file.entries().get(0);

    assertThat(entry.name(), is("openai/eu/gpt-4o"));
    assertThat(
        entry.place(),
        is("prices/book.yaml: openai/eu/gpt-4o (from 2024-05-13 to 2024-10-02T12:30:00Z)"));
    assertThat(entry.version(), is("book.yaml@2024-05-13"));
    assertThat(entry.uplifts(), is(Map.of("eu", new BigDecimal("1.1"))));
    PromptTier base = entry.tiers().get(0);
    assertThat(text(base, ServiceTier.STANDARD, Charge.INPUT), is("0.000005"));
    assertThat(text(base, ServiceTier.STANDARD, Charge.CACHED_READ), is("0.0000025"));
    assertThat(text(base, ServiceTier.STANDARD, Charge.OUTPUT), is("0.000015"));
    assertThat(text(base, ServiceTier.BATCH, Charge.INPUT), is("0.0000025"));
    assertThat(text(base, ServiceTier.STANDARD, Charge.CALL), is("0.001"));
    assertThat(text(base, ServiceTier.STANDARD, Charge.SEARCH), is("0.01"));
    PromptTier tier = entry.tiers().get(1);
    assertThat(tier.above(), is(200_000L));
    assertThat(text(tier, ServiceTier.STANDARD, Charge.INPUT), is("0.00001"));
    assertThat(text(tier, ServiceTier.PRIORITY, Charge.INPUT), is("0.00002"));
    PriceEntry pattern = file.entries().get(1);
    assertThat(pattern.isPattern(), is(true));
    assertThat(pattern.version(), is("book.yaml@always"));
    assertThat(text(pattern.tiers().get(0), ServiceTier.STANDARD, Charge.INPUT), is("0.000001"));
  }

  private static String text(PromptTier tier, ServiceTier service, Charge charge) {
    return tier.rate(service, charge).orElseThrow().toPlainString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          | the file is empty
          5 | is not an object
          {unit: USD per token} | prices: the list of entries is missing
          {prices: [], price: []} | price: no such key; there is prices, unit
          {unit: EUR per token, prices: []} | unit: expected USD per token
          {prices: [{model: m, rates: {input: 1}}]} | prices[1] m: unit: is missing
          {unit: USD per token, prices: []} | prices: has no entry
          {unit: USD per token, prices: [~]} | prices[1]: is not an object
          {unit: USD per token, prices: [{model: m, rates: {input: 0,15, output: 0,6}}]} | prices[1] m: rates.15: has no value; decimals are written with a point
          {unit: USD per token, prices: [{model: m, rates: {input: '0,15'}}]} | prices[1] m: rates.input: 0,15 is not a number
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, per_call: {search: 0,01}}]} | prices[1] m: per_call.01: has no value
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, uplift: {eu: 1,1}}]} | prices[1] m: uplift.1: has no value
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, tiers: [{above: 200,000, rates: {input: 2}}]}]} | prices[1] m: 000: no such key
          {unit: USD per token, prices: [{model: m, rates: {input: }}]} | prices[1] m: rates.input: has no value
          {unit: , prices: [{model: m, tiers: , uplift: , batch: , rates: {input: 1}}]} | prices[1] m: unit: is missing
          {unit: USD per token, prices: [5]} | prices[1]: is not an object
          {unit: USD per token, prices: [{rates: {input: 1}}]} | prices[1]: model: is missing
          {unit: USD per token, prices: [{model: m}]} | prices[1] m: rates: are missing
          {unit: USD per token, prices: [{model: a, rates: {input: 1}}, {model: b, rates: {}}]} | prices[2] b: rates: are missing
          {unit: USD per token, prices: [{model: m, rate: {input: 1}}]} | prices[1] m: rate: no such key
          {unit: USD per token, prices: [{model: m, rates: {inputs: 1}}]} | prices[1] m: rates.inputs: no such class of tokens
          {unit: USD per token, prices: [{model: m, rates: {call: 1}}]} | prices[1] m: rates.call: no such class of tokens
          {unit: USD per token, prices: [{model: m, per_call: {input: 1}}]} | prices[1] m: per_call.input: expected call or search
          {unit: USD per token, prices: [{model: m, rates: {input: -1}}]} | prices[1] m: rates.input: -1 is negative
          {unit: USD per token, prices: [{model: m, rates: {input: 1_000}}]} | rates.input: 1_000 is not a number
          {unit: USD per token, prices: [{model: m, rates: {input: .inf}}]} | rates.input: .inf is not a number
          {unit: USD per token, prices: [{model: m, rates: {input: 10001}}]} | rates.input: 10001 is too large
          {unit: USD per token, prices: [{model: m, rates: {input: [1]}}]} | rates.input: is not a single value
          {unit: USD per token, prices: [{provider: &p openai, model: m, rates: {input: 1}}, {provider: *p, model: n, rates: {input: 1}}]} | prices[1].provider: *p is an alias, which is not read; write the value
          {unit: &u USD per token, prices: [{model: m, rates: {input: *u}}]} | *u is an alias
          {unit: USD per token, prices: [{model: m, rates: {input: 1, input: 2}}]} | input: stands twice
          {unit: USD per token, prices: [{model: m, rates: [1]}]} | prices[1] m: rates: is not an object
          {unit: USD per token, prices: [{model: m*m, rates: {input: 1}}]} | prices[1] m*m: model: m*m has a * before its end
          {unit: USD per token, prices: [{model: m, region: eu, rates: {input: 1}}]} | region: eu needs a provider
          {unit: USD per token, prices: [{model: m, from: soon, rates: {input: 1}}]} | prices[1] m: from: soon is no time
          {unit: USD per token, prices: [{model: m, from: 2026-01-02, to: 2026-01-02, rates: {input: 1}}]} | from: 2026-01-02 is not before to: 2026-01-02
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, tiers: {}}]} | tiers: is not a list
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, tiers: [{rates: {input: 2}}]}]} | tiers: each tells above
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, tiers: [{above: 2, rates: {}}, {above: 2}]}]} | tiers: above 2 does not rise
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, tiers: [{above: 2, per_call: {}}]}]} | per_call: no such key
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, uplift: {eu: 0}}]} | uplift.eu: 0 would make all calls free
          {unit: USD per token, prices: [{model: m, rates: {input: 1}, uplift: {eu: 101}}]} | uplift.eu: 101 is too large
          {unit: USD per token, prices: [{model: m, rates: {input: 1} | line 1:
          """)
  void namesTheEntryAndWhatIsWrongWithIt(String text, String named) {
    List<Finding> errors =
        read(text == null ? "" : text).findings().stream().filter(Finding::isError).toList();

    assertThat(errors, hasSize(1));
    assertThat(errors.get(0).toString(), containsString(named));
    assertThat(errors.get(0).file(), is("prices/book.yaml"));
    assertThat(errors.get(0).toString().lines().toList(), hasSize(1));
  }
}
