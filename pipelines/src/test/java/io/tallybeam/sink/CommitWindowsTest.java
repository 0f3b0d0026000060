package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.MarkedFailure;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import io.tallybeam.launch.Launcher;
import io.tallybeam.table.OperationsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitWindowsTest {

  @TempDir Path folder;

  /** A session cluster would try it until somebody moves the column back. */
  @Test
  void endsTheRunWhereAColumnWasMovedMeanwhile() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path input = folder.resolve("in.ndjson");
    Events.write(input, List.of(Events.call(Instant.parse("2024-02-29T10:00:00Z"), "t", 1)));
    CatalogSettings catalog =
        EdgeCatalog.settings(warehouse, "moves", new Moves(warehouse, new AtomicBoolean()));

    Outcome outcome = CommandLine.backfill(input, catalog, "--verbose");

    assertThat(
        outcome.err(),
        hasItem(
            startsWith(
                "error: table matih_analytics.rejected_events: the column reason was moved;")));
    assertThat(outcome.err(), hasItem(containsString(MarkedFailure.class.getName())));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
  }

  /** Moves a column of a table that no row is written to, while rows of another one are. */
  private record Moves(Path warehouse, AtomicBoolean moved) implements EdgeCatalog.Edge {

    @Override
    public void commit(String table, Runnable commit) {
      commit.run();
    }

    @Override
    public void file(String table) {
      if (table.equals(OperationsTable.METRICS) && moved.compareAndSet(false, true)) {
        try (TableCatalog catalog = CommittedRows.open(warehouse)) {
          catalog.load("rejected_events").updateSchema().moveAfter("reason", "detail").commit();
        }
      }
    }
  }
}
