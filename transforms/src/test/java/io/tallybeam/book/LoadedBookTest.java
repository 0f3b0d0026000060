package io.tallybeam.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.tallybeam.measure.PriceVersions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is found in the history of prices that files make together. */
final class LoadedBookTest {

  private static List<String> findings(LoadedBook book) {
    return book.findings().stream().map(f -> f.severity() + " " + f).toList();
  }

  private static LoadedBook yaml(String... entries) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < entries.length; i++) {
      String text = "unit: USD per token\nprices:\n  - {" + entries[i] + "}\n";
      contents.put((char) ('a' + i) + ".yaml", text.getBytes(UTF_8));
    }
    return LoadedBook.of(contents);
  }

  @Test
  void twoEntriesOfOneModelAtATimeAreAnErrorThatNamesBoth() {
    LoadedBook book =
        yaml(
            "model: m, to: 2026-03-02, rates: {input: 1}",
            "model: m, from: 2026-03-01, rates: {input: 1}");

    assertThat(
        findings(book),
        contains("ERROR b.yaml: m: in force from 2026-03-01 overlaps a.yaml: m (to 2026-03-02)"));
    assertThat(book.book().names(), is(empty()));
    assertThat(book.errors(), hasSize(1));
  }

  @Test
  void anEntryWithinALongOneOverlapsItAlsoBehindAShortOne() {
    LoadedBook book =
        yaml(
            "model: m, from: 2026-01-01, rates: {input: 1}",
            "model: m, from: 2026-02-01, to: 2026-02-02, rates: {input: 1}",
            "model: m, from: 2026-03-01, to: 2026-03-02, rates: {input: 1}");

    assertThat(book.errors(), hasSize(2));
    assertThat(book.errors().get(1).toString(), containsString("c.yaml: m: "));
    assertThat(book.errors().get(1).toString(), containsString("overlaps a.yaml: m "));
  }

  @Test
  void twoMapsOfOneDayMayNotShareAModel() {
    byte[] text = "{\"m\": {\"input_cost_per_token\": 1}}".getBytes(UTF_8);
    LoadedBook book = LoadedBook.of(Map.of("a-2026-01-01.json", text, "b-2026-01-01.json", text));

    assertThat(book.errors(), hasSize(1));
    assertThat(book.errors().get(0).toString(), containsString("overlaps a-2026-01-01.json: m"));
  }

  /** A cell of a row tells several versions, with a comma and a blank between them. */
  @Test
  void aVersionHasNoCommaThatItsFileHas() {
    byte[] text = "unit: USD per token\nprices: [{model: m, rates: {input: 1}}]".getBytes(UTF_8);
    LoadedBook book = LoadedBook.of(Map.of("folder/z, a.yaml", text));
    String version = book.book().history("m").get(0).version();

    assertThat(version, is("z_ a.yaml@always"));
    PriceVersions two = new PriceVersions(List.of("b.yaml@always", version));
    assertThat(PriceVersions.ofText(two.text()), is(two));
  }

  @Test
  void gapsJumpsAndEndsAreTold() {
    LoadedBook book =
        yaml(
            "model: m, to: 2026-01-01, rates: {input: 0.000002, output: 1}",
            "model: m, from: 2026-02-01, to: 2026-03-01, rates: {input: 0.00002, output: 9.9}");

    assertThat(
        findings(book),
        contains(
            "WARNING b.yaml: m: a gap: unpriced from 2026-01-01 to 2026-02-01",
            "WARNING b.yaml: m: 10 times or more since a.yaml@always: input 0.000002 -> 0.00002",
            "NOTE b.yaml: no price from 2026-03-01 on: m"));
  }

  @Test
  void aJumpDownAndOneFromZeroAreTold() {
    String map = "{\"m\": {\"input_cost_per_token\": %s, \"output_cost_per_token_flex\": %s}}";
    LoadedBook book =
        Books.read(
            Map.of(
                "2026-01-01", String.format(map, "1e-5", "0"),
                "2026-02-01", String.format(map, "1e-6", "1e-9"),
                "2026-03-01", String.format(map, "9e-6", "1e-9")));

    assertThat(
        findings(book),
        contains(
            containsString("input 0.00001 -> 0.000001"),
            containsString("flex output 0 -> 0.000000001")));
  }

  @Test
  void largePromptsThatCostNothingAreTold() {
    LoadedBook book =
        yaml(
            "model: m, rates: {input: 1, output: 0},"
                + " tiers: [{above: 128000, rates: {input: 0, output: 0}}]");

    assertThat(
        findings(book),
        contains("WARNING a.yaml: m: free above 128000 tokens, and not below: input"));
  }

  @Test
  void anEntryThatHidesAnotherIsNoted() {
    LoadedBook book =
        LoadedBook.of(
            Map.of(
                "a.yaml",
                """
                unit: USD per token
                prices:
                  - {provider: openai, model: m, to: 2027-01-01, rates: {input: 1}}
                  - {provider: azure, model: m, rates: {input: 1}}
                """
                    .getBytes(UTF_8),
                "b-2026-01-01.json",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 2}}"
                    .getBytes(UTF_8)));

    assertThat(
        findings(book),
        contains(
            "NOTE a.yaml: openai/m: is used before b-2026-01-01.json: m (from 2026-01-01)",
            "NOTE a.yaml: no price from 2027-01-01 on: openai/m"));
  }

  /** The map's gpt-4o-mini costs a sixteenth of what the pattern says of it. */
  @Test
  void aPatternThatHidesModelsOfAMapIsWarnedOf() {
    LoadedBook book =
        LoadedBook.of(
            Map.of(
                "a.yaml",
                """
                unit: USD per token
                prices:
                  - {provider: OpenAI, model: gpt-4o*, rates: {input: 16}}
                  - {model: o*, rates: {input: 16}}
                """
                    .getBytes(UTF_8),
                "b-2026-01-01.json",
                """
                {"gpt-4o-mini": {"litellm_provider": "openai", "input_cost_per_token": 1},
                 "o3": {"litellm_provider": "openai", "input_cost_per_token": 1},
                 "gpt-4o-of-others": {"litellm_provider": "azure", "input_cost_per_token": 1}}
                """
                    .getBytes(UTF_8)));

    assertThat(
        findings(book),
        contains(
            "WARNING a.yaml: openai/gpt-4o*: is used before entries of that provider that give the"
                + " model as a whole: gpt-4o-mini"));
  }

  @Test
  void oneBadFileLeavesNoBookAndAllOfThemAreTold() {
    LoadedBook book =
        LoadedBook.of(
            Map.of(
                "a.yaml", "prices: [{model: m, rates: {input: -1}}]".getBytes(UTF_8),
                "b.json", "{}".getBytes(UTF_8),
                "LICENSE", "MIT".getBytes(UTF_8),
                "c.yaml",
                    "{unit: USD per token, prices: [{model: m, rates: {input: 1}}]}"
                        .getBytes(UTF_8)));

    assertThat(book.errors(), hasSize(2));
    assertThat(findings(book), hasItem("NOTE LICENSE: is no price file; left out"));
    assertThat(book.book().names(), is(empty()));
  }

  @Test
  void theStartingBookIsGood() {
    LoadedBook book = Books.load(Path.of("..", "testdata", "prices"));

    assertThat(book.errors(), is(empty()));
    assertThat(
        findings(book).stream().filter(finding -> finding.startsWith("WARNING")).toList(),
        is(empty()));
    assertThat(book.files(), hasSize(8));
  }

  /** gpt-5.4-pro between two of LiteLLM's maps. */
  @Test
  void whatChangedIsToldRateByRate() {
    List<PriceEntry> history = Books.starting().history("gpt-5.4-pro");

    List<String> changes =
        RateChange.between(history.get(0), history.get(1)).stream()
            .map(RateChange::toString)
            .toList();
    assertThat(changes, hasItem("input 0.00002 -> 0.00003"));
    assertThat(changes, hasItem("output 0.00012 -> 0.00018"));
    assertThat(changes, hasItem("cached_read 0.000002 -> 0.000003"));
    assertThat(changes, hasItem("priority output above 272000 tokens none -> 0.000405"));
    assertThat(
        RateChange.between(history.get(2), history.get(3)).stream()
            .map(RateChange::toString)
            .toList(),
        contains("uplift eu none -> 1.1", "uplift us none -> 1.1"));
    assertThat(RateChange.between(history.get(0), history.get(0)), is(empty()));
  }
}
