package io.tallybeam.late;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import io.tallybeam.sink.RowFile;
import io.tallybeam.table.LateEventsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of windows that want a backfill. */
final class LateCommandTest {

  private static final Instant DAY = Instant.parse("2024-02-29T00:00:00Z");

  @TempDir Path folder;
  private int written;

  private Outcome late(String... more) {
    List<String> args = new ArrayList<>(List.of("late", "--warehouse=" + folder));
    args.addAll(List.of(more));
    return CommandLine.run(args.toArray(String[]::new));
  }

  private void make(Duration window, String... events) throws IOException {
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      Table table =
          catalog.ensure(new LateEventsTable(), Map.of("tallybeam.window", window.toString()));
      for (String event : events) {
        String[] parts = event.split(" ", -1);
        append(table, window, parts[0], Instant.parse(parts[1]), Long.parseLong(parts[2]));
      }
    }
  }

  private void append(Table table, Duration window, String tenant, Instant time, long lateBy)
      throws IOException {
    long size = window.toMillis();
    Record row = GenericRecord.create(table.schema());
    row.setField(
        "window_start",
        Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), size) * size)
            .atOffset(ZoneOffset.UTC));
    row.setField("event_time", time.atOffset(ZoneOffset.UTC));
    row.setField("tenant_id", tenant);
    row.setField("late_by_ms", lateBy);
    row.setField("source", "stream");
    row.setField("origin", "topic/0/" + written++);
    row.setField("position", 0L);
    row.setField("payload", "{}");
    row.setField("payload_bytes", 2L);
    try (RowFile file = new RowFile(table, row)) {
      file.write(row);
      table.newAppend().appendFile(file.finish()).commit();
    }
  }

  private static List<String> commands(Outcome outcome) {
    return outcome.out().stream()
        .map(String::strip)
        .filter(l -> l.startsWith("runners/run"))
        .toList();
  }

  @Test
  void windowsAreGroupedAndNeighboursShareABackfill() throws IOException {
    make(
        Duration.ofMinutes(15),
        "a 2024-02-29T10:14:59.999Z 5",
        "b 2024-02-29T10:01:00Z 7200000",
        "a 2024-02-29T10:15:00Z 1",
        "a 2024-02-29T12:00:00Z 1",
        "a 2024-02-28T23:59:59Z 1");

    Outcome outcome = late("--backfillInput=archive/*.gz").done();

    String rest = " --warehouse=" + folder + " --namespace=matih_analytics '--input=archive/*.gz'";
    assertThat(
        commands(outcome),
        contains(
            "runners/run direct backfill --from=2024-02-28T23:45:00Z --to=2024-02-29T00:00:00Z"
                + rest,
            "runners/run direct backfill --from=2024-02-29T10:00:00Z --to=2024-02-29T10:30:00Z"
                + rest,
            "runners/run direct backfill --from=2024-02-29T12:00:00Z --to=2024-02-29T12:15:00Z"
                + rest));
    assertThat(outcome.out(), hasItem("5 late events in 4 windows"));
    assertThat(
        outcome.out().stream().map(line -> line.strip().replaceAll(" +", " ")).toList(),
        hasItem("2024-02-29T10:00:00Z 2 2 2024-02-29T10:01:00Z 2024-02-29T10:14:59.999Z 2h"));
  }

  @Test
  void otherWindowsAreNamedInTheCommand() throws IOException {
    make(Duration.ofMinutes(5), "a 2024-02-29T10:14:59Z 5");

    assertThat(
        commands(late().done()),
        contains(
            "runners/run direct backfill --from=2024-02-29T10:10:00Z --to=2024-02-29T10:15:00Z"
                + " --window=5m --warehouse="
                + folder
                + " --namespace=matih_analytics --input=<archived events of these windows>"));
  }

  @Test
  void whatTheStreamCountsByIsNamedInTheCommand() throws IOException {
    make(Duration.ofMinutes(15), "a 2024-02-29T10:14:59Z 5");

    assertThat(
        commands(
            late(
                    "--earliest=2010-01-01",
                    "--latest=2030-01-01T00:00:00Z",
                    "--redact=false",
                    "--payloadLimit=0",
                    "--deduplicate=false",
                    "--maxLineBytes=5000000",
                    "--prices=book.yaml",
                    "--costPolicy=prefer-reported",
                    "--counting=exclusive")
                .done()),
        contains(
            endsWith(
                " --earliest=2010-01-01 --latest=2030-01-01T00:00:00Z --redact=false"
                    + " --payloadLimit=0 --deduplicate=false --maxLineBytes=5000000"
                    + " --prices=book.yaml --costPolicy=prefer-reported"
                    + " --counting=exclusive")));
  }

  @Test
  void jsonIsOneObjectAWindow() throws IOException {
    make(
        Duration.ofMinutes(15),
        "a 2024-02-29T10:00:00Z 5",
        "b 2024-02-29T10:01:00Z 7",
        "a 2024-02-29T12:00:00.001Z 1");

    assertThat(
        late("--json").done().out(),
        contains(
            "{\"window_start\":\"2024-02-29T10:00:00Z\",\"window_end\":\"2024-02-29T10:15:00Z\","
                + "\"events\":2,\"tenants\":2,\"first_event_time\":\"2024-02-29T10:00:00Z\","
                + "\"last_event_time\":\"2024-02-29T10:01:00Z\",\"worst_late_by_ms\":7}",
            "{\"window_start\":\"2024-02-29T12:00:00Z\",\"window_end\":\"2024-02-29T12:15:00Z\","
                + "\"events\":1,\"tenants\":1,\"first_event_time\":\"2024-02-29T12:00:00.001Z\","
                + "\"last_event_time\":\"2024-02-29T12:00:00.001Z\",\"worst_late_by_ms\":1}"));
  }

  @Test
  void anEmptyTableWantsNothing() throws IOException {
    make(Duration.ofMinutes(15));

    assertThat(
        late().done().out(),
        contains("No window wants a backfill: matih_analytics.late_events is empty"));
    assertThat(late("--json").done().out(), is(empty()));
  }

  @Test
  void aTableThatIsNotThereWantsNothing() {
    CommittedRows.makeNamespace(folder);

    assertThat(late().done().out(), contains(containsString("there is no table")));
    assertThat(late("--json").done().out(), is(empty()));
  }

  @Test
  void aNamespaceThatIsNotThereIsAMistake() {
    CommittedRows.makeNamespace(folder);
    Outcome outcome = late("--namespace=other");

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(
        outcome.err(), contains(startsWith("error: --namespace=other: the catalog has none")));
  }

  @Test
  void theCommandIsOfTheRunnerThatItIsPrintedIn() {
    LateOptions options = PipelineOptionsFactory.as(LateOptions.class);
    for (Class<? extends PipelineRunner<?>> runner :
        List.of(DirectRunner.class, FlinkRunner.class, DataflowRunner.class)) {
      options.setRunner(runner);
      assertThat(
          LateCommand.runner(options) + "runner",
          is(runner.getSimpleName().toLowerCase(Locale.ROOT)));
    }
  }

  /** Of the name of the one that is in another module. */
  private abstract static class DataflowRunner extends PipelineRunner<PipelineResult> {}

  @Test
  void aWarehouseThatIsNotThereIsAMistake() {
    Outcome outcome = CommandLine.run("late", "--warehouse=" + folder.resolve("missing"));

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), contains(containsString("there is no catalog in it")));
  }

  @Test
  void theListIsReadAsOfNow() throws IOException {
    make(Duration.ofMinutes(15), "a " + DAY + " 5");
    assertThat(commands(late().done()).size(), is(1));
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      catalog
          .load(LateEventsTable.NAME)
          .newDelete()
          .deleteFromRowFilter(Expressions.alwaysTrue())
          .commit();
    }

    assertThat(commands(late().done()), is(empty()));
  }
}
