package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.Gate;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two backfills at once must leave what they leave one after the other, in some order. */
final class RunsAtOnceTest {

  private static final Instant DAY = Instant.parse("2024-02-29T00:00:00Z");
  private static final String ALL = "--rejectsAllowed=1";

  @TempDir static Path inputs;

  private static final Run FIRST = new Run("first", "00:00", "02:00");

  /** Shares an hour of windows with the first. */
  private static final Run OVERLAPPING = new Run("second", "01:00", "03:00");

  /** Shares an hour, but no window, with the first. */
  private static final Run BESIDE = new Run("second", "02:00", "03:00");

  private static final Run FIRST_UP_TO_HALF_PAST = new Run("first", "00:00", "01:30");
  private static final Run SECOND_FROM_HALF_PAST = new Run("second", "01:30", "03:00");

  private static Map<String, List<String>> overlappingLast;
  private static Map<String, List<String>> firstLast;
  private static Map<String, List<String>> both;

  @TempDir Path warehouse;

  private record Run(String name, String from, String to) {

    Outcome into(Path warehouse) {
      return CommandLine.backfill(input(), warehouse, options());
    }

    Outcome through(Gate gate, Path warehouse) {
      return CommandLine.backfill(
          input(), EdgeCatalog.settings(warehouse, warehouse.toString(), gate), options());
    }

    private Path input() {
      return inputs.resolve(name + ".ndjson");
    }

    private String[] options() {
      return new String[] {
        "--from=2024-02-29T" + from + ":00Z", "--to=2024-02-29T" + to + ":00Z", ALL
      };
    }
  }

  @BeforeAll
  static void runOneAfterTheOther(@TempDir Path one, @TempDir Path other, @TempDir Path third)
      throws IOException {
    for (String name : List.of("first", "second")) {
      List<String> lines = new ArrayList<>(Events.calls(DAY, 16, 15, name));
      lines.add("not an event, of the " + name);
      lines.add(Events.call(DAY.plusSeconds(5400), name, 1).replace("\"m\"", "{}"));
      Events.write(inputs.resolve(name + ".ndjson"), lines);
    }
    FIRST.into(one).done();
    OVERLAPPING.into(one).done();
    overlappingLast = CommittedRows.of(one);
    OVERLAPPING.into(other).done();
    FIRST.into(other).done();
    firstLast = CommittedRows.of(other);
    assertThat(firstLast, is(not(equalTo(overlappingLast))));
    FIRST_UP_TO_HALF_PAST.into(third).done();
    SECOND_FROM_HALF_PAST.into(third).done();
    both = CommittedRows.of(third);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rejected_events",
        "window_ledger",
        "llm_operations_metrics",
        "llm_operations_hourly"
      })
  void overlappingOnesAreNeverMixed(String table) {
    Gate gate = new Gate(table);
    CompletableFuture<Outcome> held =
        CompletableFuture.supplyAsync(() -> FIRST.through(gate, warehouse));
    gate.awaitReached();
    Outcome passing = OVERLAPPING.into(warehouse);
    gate.open();

    assertThat(passing.errors(), is(empty()));
    assertThat(held.join().errors(), is(empty()));
    // Held after its last commit of windows the first came first; held before it came last.
    assertThat(
        CommittedRows.of(warehouse), is(table.endsWith("hourly") ? overlappingLast : firstLast));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llm_operations_metrics", "llm_operations_hourly"})
  void onesThatShareAnHourAreBothInIt(String table) {
    Gate gate = new Gate(table);
    CompletableFuture<Outcome> held =
        CompletableFuture.supplyAsync(() -> FIRST_UP_TO_HALF_PAST.through(gate, warehouse));
    gate.awaitReached();
    Outcome passing = SECOND_FROM_HALF_PAST.into(warehouse);
    gate.open();

    assertThat(passing.errors(), is(empty()));
    assertThat(held.join().errors(), is(empty()));
    Map<String, List<String>> tables = CommittedRows.of(warehouse);
    for (String shared :
        List.of("llm_operations_metrics", "llm_operations_hourly", "llm_operations_daily")) {
      assertThat(tables.get(shared), is(both.get(shared)));
    }
  }

  @Test
  void aRollUpOfWindowsThatWereEmptiedMeanwhileIsNotLeftBehind() throws IOException {
    Path nothing = Events.write(inputs.resolve("nothing.ndjson"), List.of());
    Gate gate = new Gate("llm_operations_hourly");
    CompletableFuture<Outcome> held =
        CompletableFuture.supplyAsync(() -> BESIDE.through(gate, warehouse));
    gate.awaitReached();
    Outcome passing = CommandLine.backfill(nothing, warehouse, BESIDE.options());
    gate.open();

    assertThat(passing.errors(), is(empty()));
    assertThat(held.join().errors(), is(empty()));
    Map<String, List<String>> tables = CommittedRows.of(warehouse);
    assertThat(tables.get("llm_operations_metrics"), is(empty()));
    assertThat(tables.get("llm_operations_hourly"), is(empty()));
    assertThat(tables.get("llm_operations_daily"), is(empty()));
  }

  @Test
  void ungatedOnesLeaveWhatOneOrderLeaves() {
    CyclicBarrier start = new CyclicBarrier(2);
    List<CompletableFuture<Outcome>> runs = new ArrayList<>();
    for (Run run : List.of(FIRST, OVERLAPPING)) {
      runs.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  start.await();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
                return run.into(warehouse);
              }));
    }

    runs.forEach(run -> assertThat(run.join().errors(), is(empty())));
    assertThat(CommittedRows.of(warehouse), is(anyOf(is(firstLast), is(overlappingLast))));
  }
}
