package io.tallybeam.prices;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user sees of the options of costs. */
class CostOptionsTest {

  private static final Instant FROM = Instant.parse("2024-05-01T10:00:00Z");

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void write() throws IOException {
    input = Events.write(folder.resolve("calls.ndjson"), Events.calls(FROM, 2, 15, "t"));
    Files.writeString(
        folder.resolve("good.yaml"),
        "unit: USD per 1M tokens\nprices:\n  - {model: m, rates: {input: 1, output: 1}}\n");
    Files.writeString(
        folder.resolve("broken.yaml"),
        "unit: USD per 1M tokens\nprices:\n  - {model: m, rates: {input: -1}}\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "--costPolicy=cheapest, '--costPolicy=cheapest: expected one of prefer-computed,'",
        "--costPolicy=computed, '--costPolicy=computed: needs a price book; give --prices'",
        "--counting=some, '--counting=some: expected one of inclusive, reasoning-exclusive, cache-'",
        "'--counting=inclusive,exclusive', 'after the first one name a provider, such as gemini=exc'",
        "'--counting=p=exclusive,P=inclusive', 'names P twice'",
        "'--counting=inclusive,p=some', '--counting=some: expected one of inclusive'",
        "--prices=FOLDER/none, 'FOLDER/none: no price file there'",
        "--prices=FOLDER/broken.yaml, 'FOLDER/broken.yaml: prices[1] m: rates.input: -1 is negative'",
      })
  void mistakesEndARunBeforeAnythingIsWritten(String option, String said) {
    Path warehouse = folder.resolve("warehouse");
    CommandLine.Outcome outcome =
        CommandLine.backfill(input, warehouse, option.replace("FOLDER", folder.toString()));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(
        outcome.errors(), contains(containsString(said.replace("FOLDER", folder.toString()))));
    assertThat(Files.exists(warehouse), is(false));
  }

  /** As {@code gemini} does: what was thought comes on top of the tokens out. */
  @Test
  void providersMayCountInTheirOwnWay() throws IOException {
    Files.writeString(
        folder.resolve("calls.ndjson"),
        "{\"tenant_id\":\"t\",\"timestamp\":\"2024-05-01T10:00:00Z\",\"provider\":\"p\","
            + "\"model\":\"m\",\"tokens_output\":1000000,\"tokens_reasoning\":500000}\n");
    String prices = "--prices=" + folder.resolve("good.yaml");
    CommandLine.backfill(input, folder.resolve("warehouse"), prices).done();

    List<String> apart =
        CommandLine.backfill(
                input,
                folder.resolve("warehouse"),
                prices,
                "--counting=inclusive,P=reasoning-exclusive")
            .done()
            .out();

    assertThat(apart, hasItem(containsString("The run changed 1 rows that were there, by 0.5")));
  }

  @Test
  void theSummaryTellsWhatTheCallsCostAndWhatChanged() {
    Path warehouse = folder.resolve("warehouse");
    List<String> reported = CommandLine.backfill(input, warehouse).done().out();
    assertThat(reported, hasItem(containsString("the same to the last digit: yes")));
    List<String> priced =
        CommandLine.backfill(input, warehouse, "--prices=" + folder.resolve("good.yaml"))
            .done()
            .out();
    assertThat(priced, hasItem(containsString("the same to the last digit: yes")));
    assertThat(priced, hasItem(containsString("The run changed 2 rows that were there, by -0.")));
  }
}
