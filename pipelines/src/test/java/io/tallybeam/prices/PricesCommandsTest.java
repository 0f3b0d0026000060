package io.tallybeam.prices;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code prices check} and {@code prices explain}, as a user runs them. */
final class PricesCommandsTest {

  private static final String STARTING = "--prices=../testdata/prices";

  @TempDir Path folder;

  private static Outcome prices(String word, String... options) {
    List<String> args = new ArrayList<>(List.of("prices", word));
    args.addAll(List.of(options));
    return CommandLine.run(args.toArray(String[]::new));
  }

  private static List<String> lines(Outcome outcome) {
    return outcome.out().stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void checkSaysWhatIsInTheBook() {
    Outcome outcome = prices("check", STARTING).done();

    assertThat(outcome.err(), is(empty()));
    assertThat(
        lines(outcome),
        hasItems(
            containsString("LiteLLM 14 entries"),
            containsString("Tallybeam 5 entries"),
            is("8 files, 26 names of models; 0 errors, 0 warnings, 4 notes")));
  }

  @Test
  void checkPrintsWhatChanged() {
    Outcome outcome = prices("check", STARTING, "--from=2026-03-06", "--to=2026-07-24").done();

    assertThat(
        lines(outcome),
        hasItems(
            is("Changes from 2026-03-06 to 2026-07-24:"),
            is(
                "gpt-5.4-pro litellm-2026-03-06.json@2026-03-06"
                    + " -> litellm-2026-07-24.json@2026-07-24"),
            is("input 0.00002 -> 0.00003"),
            is("output above 272000 tokens none -> 0.00027"),
            is("+ claude-sonnet-5 is in litellm-2026-07-24.json@2026-07-24"),
            is("+ gpt-5.5-pro is in litellm-2026-07-24.json@2026-07-24")));
    assertThat(lines(outcome), not(hasItem(startsWith("gpt-4o "))));
  }

  @Test
  void checkTellsEveryErrorAndOneOfThemOnTheLastLine() throws IOException {
    write("a.yaml", "{unit: USD per token, prices: [{model: m, rates: {input: -1}}]}");
    write("litellm-2026-01-01.json", "{\"n\": {\"input_cost_per_token\": \"x\"}, \"o\": 5}");
    Outcome outcome = prices("check", "--prices=" + folder);

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), hasSize(1));
    assertThat(
        outcome.err().get(0),
        allOf(
            startsWith("error: "),
            containsString("a.yaml: prices[1] m: rates.input: -1 is negative"),
            containsString("(and 2 more errors)")));
    assertThat(
        lines(outcome),
        hasItems(
            containsString("a.yaml: prices[1] m: rates.input: -1 is negative"),
            containsString("litellm-2026-01-01.json: n: input_cost_per_token: x is not a number"),
            containsString("litellm-2026-01-01.json: o: is not an object of keys")));
  }

  @ParameterizedTest
  @CsvSource({"'', 2", "/, 2", "/*, 2", "/b*, 1", "/b.yaml, 1", "'/a.yaml,FOLDER/b.yaml', 2"})
  void aBookIsAFolderAGlobAFileOrSeveral(String below, int files) throws IOException {
    write("a.yaml", "{unit: USD per token, prices: [{model: a, rates: {input: 1}}]}");
    write("b.yaml", "{unit: USD per token, prices: [{model: b, rates: {input: 1}}]}");

    Outcome outcome =
        prices("check", ("--prices=FOLDER" + below).replace("FOLDER", folder.toString())).done();

    assertThat(outcome.out(), hasItem(startsWith(files + " files, " + files + " names")));
  }

  /** 172,001 * 0.00006 + 100,000 * 0.000006 + 1,000 * 0.00027. */
  @Test
  void explainShowsEveryStep() {
    Outcome outcome =
        prices(
                "explain",
                STARTING,
                "--provider=openai",
                "--model=models/gpt-5.4-pro",
                "--at=2026-04-01",
                "--inputTokens=272001",
                "--cachedTokens=100000",
                "--outputTokens=1000")
            .done();

    assertThat(outcome.err(), is(empty()));
    assertThat(
        lines(outcome),
        hasItems(
            is("openai/models/gpt-5.4-pro no price then"),
            is("openai/gpt-5.4-pro no price then"),
            is("gpt-5.4-pro found"),
            containsString("litellm-2026-03-30.json, in force from 2026-03-30 to 2026-05-06"),
            is(
                "prompt of 272,001 tokens, cached ones included: the tier above 272,000, for all"
                    + " of the call"),
            is(
                "input 172,001 0.00006 10.320060000000 0.00006 stated for input above 272000"
                    + " tokens"),
            startsWith("cached_read 100,000 0.000006 0.600000000000 "),
            startsWith("output 1,000 0.00027 0.270000000000 "),
            is("computed 11.190060000000 rounded once"),
            is("status priced"),
            is("cost 11.190060000000 USD"),
            is("version litellm-2026-03-30.json@2026-03-30"),
            is("fallbacks stripped_prefix")));
  }

  @Test
  void explainSaysWhatItDoesNotKnow() {
    Outcome unknown =
        prices("explain", STARTING, "--model=gpt-9", "--at=2026-04-01", "--inputTokens=5").done();
    Outcome early =
        prices("explain", STARTING, "--model=o3", "--at=2026-01-01", "--inputTokens=5").done();
    Outcome reported =
        prices(
                "explain",
                STARTING,
                "--model=gpt-9",
                "--at=2026-04-01",
                "--inputTokens=5",
                "--reportedCost=0.25")
            .done();

    assertThat(lines(unknown), hasItems(is("status unpriced (unknown_model)"), is("cost unknown")));
    assertThat(lines(early), hasItem(is("status unpriced (not_in_force)")));
    assertThat(
        lines(reported),
        hasItems(is("status provider_reported (unknown_model)"), is("cost 0.250000000000 USD")));
  }

  @Test
  void explainTakesEverythingThatAPriceDependsOn() {
    Outcome outcome =
        prices(
                "explain",
                STARTING,
                "--provider=openai",
                "--model=gpt-5.4",
                "--at=2026-08-01T12:00:00Z",
                "--counting=cache-exclusive",
                "--serviceTier=batch",
                "--callRegion=eu",
                "--inputTokens=400",
                "--cachedTokens=600",
                "--outputTokens=100",
                "--reasoningTokens=40",
                "--cacheHit")
            .done();

    // 400 * 0.00000125 * 1.1 + 600 * 0.00000025 / 2 * 1.1 + 100 * 0.0000075 * 1.1
    assertThat(
        lines(outcome),
        hasItems(
            containsString("0.00000025 stated for cached_read, times 0.55, standard_service"),
            containsString("0.0000075 stated for batch output, times 1.1, other_charge"),
            is("computed 0.001457500000 rounded once"),
            is("status free"),
            is("cost 0.000000000000 USD"),
            is("avoided 0.0014575 USD"),
            is("fallbacks other_charge, standard_service")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          check --prices=FOLDER/none | --prices=FOLDER/none: no price file there
          check --prices=FOLDER/*.yml | --prices=FOLDER/*.yml: no price file there
          check --prices=FOLDER/notes.txt | --prices=FOLDER/notes.txt: no price file there
          check --prices= | --prices
          check --prices=nowhere://bucket/p | --prices=nowhere://bucket/p: cannot be listed
          check --prices=FOLDER/bad.yaml | bad.yaml: prices[1] m: rates: are missing
          check --prices=FOLDER/undated.json | undated.json: a LiteLLM map needs the date
          check --prices=FOLDER/cut-2026-01-01.json | cut-2026-01-01.json: line 1: Unexpected end
          check --prices=FOLDER/twice.yaml | twice.yaml: m: in force always overlaps
          check --price=FOLDER/good.yaml | price
          check --prices=FOLDER/good.yaml --from=2026-01-01 | --from and --to
          check --prices=FOLDER/good.yaml --to=2026-01-01 | --from and --to
          check --prices=FOLDER/good.yaml --from=x --to=2026-01-01 | --from=x
          check --prices=FOLDER/good.yaml --from=2026-01-02 --to=2026-01-01 | --from=2026-01-02 --to=2026-01-01
          explain --prices=FOLDER/bad.yaml --model=m --at=2026-01-01 --inputTokens=1 | bad.yaml: prices[1] m: rates: are missing
          explain --prices=FOLDER/none --model=m --at=2026-01-01 --inputTokens=1 | --prices=FOLDER/none: no price file there
          explain --prices=FOLDER/good.yaml --at=2026-01-01 --inputTokens=1 | --model: is missing
          explain --prices=FOLDER/good.yaml --model=m --inputTokens=1 | --at: is missing
          explain --prices=FOLDER/good.yaml --model=m --at=soon --inputTokens=1 | --at=soon
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 | --inputTokens: is missing
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --searches=1 | --inputTokens: is missing
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=-1 | --inputTokens=-1
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1.5 | inputTokens
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --cachedTokens=99999999999999999 | --cachedTokens=99999999999999999
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --searches=-2 | --searches=-2
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --serviceTier=slow | --serviceTier=slow: expected one of standard, batch, flex, priority, other
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --counting=some | --counting=some: expected one of inclusive
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --costPolicy=cheap | --costPolicy=cheap: expected one of prefer-computed
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --reportedCost=-1 | --reportedCost=-1
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --reportedCost=x | --reportedCost=x
          explain --prices=FOLDER/good.yaml --model=m --at=2026-01-01 --inputTokens=1 --reportedCost=1e-99999999 | --reportedCost=1e-99999999
          """)
  void namesTheMistakeInOneLine(String options, String named) throws IOException {
    String good = "{unit: USD per token, prices: [{model: m, rates: {input: 1}}]}";
    write("good.yaml", good);
    write("notes.txt", "notes");
    write("bad.yaml", "{unit: USD per token, prices: [{model: m}]}");
    write("undated.json", "{}");
    write("cut-2026-01-01.json", "{\"m\": {");
    write(
        "twice.yaml",
        "{unit: USD per token, prices: [{model: m, rates: {input: 1}},"
            + " {model: m, rates: {input: 2}}]}");
    List<String> args = new ArrayList<>(List.of("prices"));
    args.addAll(List.of(options.replace("FOLDER", folder.toString()).split(" ", -1)));
    Outcome outcome = CommandLine.run(args.toArray(String[]::new));

    assertThat(outcome.err(), hasSize(1));
    assertThat(outcome.err().get(0), startsWith("error: "));
    assertThat(outcome.err().get(0), containsString(named.replace("FOLDER", folder.toString())));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
  }

  @Test
  void bothCommandsHaveNamesOfTwoWords() {
    Outcome alone = CommandLine.run("prices");
    Outcome other = CommandLine.run("prices", "chekc", "--prices=x");
    Outcome help = CommandLine.run("prices", "explain", "--help");

    assertThat(alone.exit(), is(Launcher.USER_ERROR));
    assertThat(alone.err().get(0), containsString("no pipeline prices; there is: "));
    assertThat(alone.err().get(0), containsString("prices check, prices explain"));
    assertThat(other.err().get(0), containsString("no pipeline prices chekc; "));
    assertThat(help.exit(), is(Launcher.DONE));
    assertThat(
        help.out(), hasItem("Usage: runners/run direct prices explain [--option=value ...]"));
    assertThat(help.out(), hasItem("  --inputTokens=<number>"));
    assertThat(
        CommandLine.run("--help").out(),
        hasItem(
            "  prices check   Checks a price book, and prints what changed in it between two"
                + " times."));
  }
}
