package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import io.tallybeam.launch.Launcher;
import io.tallybeam.table.CostAdjustmentsTable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog commits, or not, and its answer is lost. */
final class LostAnswerTest {

  private static final String METRICS = "llm_operations_metrics";

  @TempDir Path folder;
  private Path input;
  private Path warehouse;

  @BeforeEach
  void write() throws IOException {
    Instant from = Instant.parse("2023-11-16T00:00:00Z");
    input = Events.write(folder.resolve("in.ndjson"), Events.calls(from, 6, 15, "tenant"));
    warehouse = folder.resolve("warehouse");
  }

  @Test
  void goesOnAfterCommitsThatLanded() {
    ConcurrentSkipListSet<String> lost = new ConcurrentSkipListSet<>();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          commit.run();
          lost.add(table);
          throw lostAnswer();
        };

    Outcome outcome = CommandLine.backfill(input, EdgeCatalog.settings(warehouse, "landed", edge));

    assertThat(outcome.errors(), is(empty()));
    assertThat(outcome.exit(), is(Launcher.DONE));
    Map<String, Integer> snapshots = CommittedRows.snapshots(warehouse);
    assertThat("every answer was lost", lost, is(new TreeSet<>(snapshots.keySet())));
    assertThat(new TreeSet<>(snapshots.values()), contains(1));
    Path plain = folder.resolve("plain");
    CommandLine.backfill(input, plain).done();
    assertThat(CommittedRows.of(warehouse), is(CommittedRows.of(plain)));
  }

  @Test
  void stopsWhereNobodyCanTellAndLeavesTheTableAsItWas() throws IOException {
    CommandLine.backfill(input, warehouse).done();
    List<String> before = CommittedRows.of(warehouse, METRICS);
    Instant from = Instant.parse("2023-11-16T00:00:00Z");
    Events.write(input, Events.calls(from, 6, 15, "another"));
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          if (table.equals(METRICS)) {
            throw lostAnswer();
          }
          commit.run();
        };

    Outcome stopped = CommandLine.backfill(input, EdgeCatalog.settings(warehouse, "not", edge));

    assertThat(stopped.exit(), is(Launcher.FAILED));
    assertThat(
        stopped.errors(), contains(containsString("did not answer whether the commit was made")));
    assertThat(CommittedRows.of(warehouse, METRICS), is(before));
    CommandLine.backfill(input, warehouse).done();
    assertThat(CommittedRows.of(warehouse, METRICS), is(not(before)));
  }

  /** The first of two is made, and the second refused; or its answer is lost. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void adjustmentsAreThereOnceThoughTheirCommitIsSentTwice(boolean refused) throws IOException {
    CommandLine.backfill(input, warehouse).done();
    Instant from = Instant.parse("2023-11-16T00:00:00Z");
    List<String> lines = Events.calls(from, 6, 15, "tenant");
    lines.add(Events.call(from.plusSeconds(30), "tenant", 50));
    Events.write(input, lines);
    AtomicInteger sent = new AtomicInteger();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          commit.run();
          if (table.equals(CostAdjustmentsTable.NAME) && sent.incrementAndGet() == 1) {
            throw refused ? new CommitFailedException("made already") : lostAnswer();
          }
        };

    Outcome outcome =
        CommandLine.backfill(input, EdgeCatalog.settings(warehouse, "twice" + refused, edge));

    assertThat(outcome.errors(), is(empty()));
    assertThat(CommittedRows.of(warehouse, CostAdjustmentsTable.NAME).size(), is(1));
  }

  private static CommitStateUnknownException lostAnswer() {
    return new CommitStateUnknownException(new SocketTimeoutException("no answer"));
  }
}
