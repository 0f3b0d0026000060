package io.tallybeam.sink;

import static io.tallybeam.sink.StreamCommits.SIZE;
import static io.tallybeam.sink.StreamCommits.commit;
import static io.tallybeam.sink.StreamCommits.elsewhere;
import static io.tallybeam.sink.StreamCommits.replace;
import static io.tallybeam.sink.StreamCommits.row;
import static io.tallybeam.sink.StreamCommits.snapshots;
import static io.tallybeam.sink.StreamCommits.tables;
import static io.tallybeam.sink.StreamCommits.token;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.sink.StreamTables.Row;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes between a commit and its answer. */
final class StreamCommitFaultsTest {

  @TempDir Path folder;

  /** The dead letters and the ledger are there, the metrics are not, and all of it comes again. */
  @Test
  void goesOnBetweenTwoTables() throws IOException {
    AtomicInteger failures = new AtomicInteger();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          if (table.equals(OperationsTable.METRICS) && failures.getAndIncrement() == 0) {
            throw new IllegalStateException("no more");
          }
          commit.run();
        };
    try (TableCatalog catalog = TableCatalog.open(EdgeCatalog.settings(folder, "between", edge))) {
      StreamTables tables = tables(catalog);
      assertThrows(IllegalStateException.class, () -> commit(tables, "epoch", 1, 1));
      assertThat(snapshots(tables), is(List.of(1, 0)));

      commit(tables, "epoch", 1, 1);

      assertThat(snapshots(tables), is(List.of(1, 1)));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  @Test
  void oneSnapshotWhereTheAnswerIsLost() throws IOException {
    AtomicInteger lost = new AtomicInteger();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          commit.run();
          lost.incrementAndGet();
          throw new CommitStateUnknownException(new SocketTimeoutException("no answer"));
        };
    try (TableCatalog catalog = TableCatalog.open(EdgeCatalog.settings(folder, "lost", edge))) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);

      assertThat(lost.get(), is(4));
      assertThat(snapshots(tables), is(List.of(2, 2)));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
    }
  }

  /** Nobody can tell, so the runner makes it again: it has landed meanwhile. */
  @Test
  void commitThatLandsLate() throws IOException {
    List<Runnable> slow = new ArrayList<>();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          if (table.equals(OperationsTable.METRICS) && slow.isEmpty()) {
            slow.add(commit);
            throw new CommitStateUnknownException(new SocketTimeoutException("no answer"));
          }
          commit.run();
        };
    try (TableCatalog catalog = TableCatalog.open(EdgeCatalog.settings(folder, "slow", edge))) {
      StreamTables tables = tables(catalog);
      assertThrows(RuntimeException.class, () -> commit(tables, "epoch", 1, 1));
      slow.get(0).run();

      commit(tables, "epoch", 1, 1);

      assertThat(snapshots(tables), is(List.of(1, 1)));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  /** It lands when they are on their way again. */
  @Test
  void deadLettersThatLandLate() throws IOException {
    List<Runnable> slow = new ArrayList<>();
    AtomicInteger commits = new AtomicInteger();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          int before = table.equals(RejectedEventsTable.NAME) ? commits.getAndIncrement() : -1;
          if (before == 0) {
            slow.add(commit);
            throw new CommitStateUnknownException(new SocketTimeoutException("no answer"));
          }
          if (before == 1) {
            slow.get(0).run();
          }
          commit.run();
        };
    try (TableCatalog catalog = TableCatalog.open(EdgeCatalog.settings(folder, "letters", edge))) {
      StreamTables tables = tables(catalog);
      Map<Long, LedgerCounts> counts = Map.of(0L, LedgerCounts.of(1, 0, 0, 0, 1, 0, 0));
      List<Fired> fired = List.of(Fired.letters(tables.letter("one"), counts));
      assertThrows(
          RuntimeException.class, () -> tables.commit(token("epoch", 1), "", fired, counts));

      tables.commit(token("epoch", 1), "", fired, counts);

      assertThat(snapshots(tables.rejected()), is(1));
      assertThat(tables.letterPayloads(), is(List.of("one")));
      assertThat(snapshots(tables.ledger()), is(1));
    }
  }

  @Test
  void backfillOfOtherWindowsComesBetween() throws IOException {
    whileCommitting("other", 4 * SIZE, 1);
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      assertThat(
          tables(catalog).rows(), is(Map.of(row(0), List.of(1L), row(4 * SIZE), List.of(9L))));
    }
  }

  /** As if the stream had committed behind the backfill: its shard is its own again. */
  @Test
  void backfillOfTheSameWindowComesBetween() throws IOException {
    whileCommitting("same", 0, 2);
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      StreamTables tables = tables(catalog);
      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L), elsewhere(tables), List.of(9L))));
      assertThat(snapshots(tables.metrics()), is(2));
    }
  }

  /** The stream has written nothing of the window before, so that it replaces all of it. */
  @Test
  void backfillOfAWindowThatBeginsComesBetween() throws IOException {
    whileCommitting("begins", 0, 1);
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      assertThat(tables(catalog).rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  /**
   * A backfill of {@code window} wins the race for the metrics.
   *
   * @param requests that the ledger has of the first window, one of them new
   */
  private void whileCommitting(String name, long window, int requests) throws IOException {
    AtomicInteger commits = new AtomicInteger();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          if (table.equals(OperationsTable.METRICS) && commits.getAndIncrement() == 0) {
            try (TableCatalog other = CommittedRows.open(folder)) {
              StreamTables tables = tables(other);
              Map<Row, Integer> rows = new TreeMap<>();
              rows.put(row(window), 9);
              if (window == 0) {
                rows.put(elsewhere(tables), 9);
              }
              replace(tables, Set.of(window), rows);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          commit.run();
        };
    try (TableCatalog catalog = TableCatalog.open(EdgeCatalog.settings(folder, name, edge))) {
      commit(tables(catalog), "epoch", 1, requests);
    }
    assertThat(commits.get(), greaterThan(1));
  }
}
