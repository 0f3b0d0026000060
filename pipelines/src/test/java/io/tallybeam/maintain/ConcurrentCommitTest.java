package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.Scope;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others commit between the plan of a merge and its commit is never lost. */
final class ConcurrentCommitTest {

  private static final OperationsTable METRICS =
      OperationsTable.metrics(TumblingWindow.of(SmallTables.WINDOW));

  @TempDir Path folder;
  private Path warehouse;
  private CatalogSettings settings;
  private final Random random = new Random(11);

  @BeforeEach
  void make() throws IOException {
    warehouse = folder.resolve("warehouse");
    settings = SmallTables.settings(warehouse);
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      SmallTables.appendWindows(SmallTables.make(catalog, METRICS), random, SmallTables.DAY, 12);
    }
  }

  /** Another run replaces a window before each of the first commits. */
  private final class Rival implements EdgeCatalog.Edge {

    private int left;
    private List<String> after = List.of();

    Rival(int times) {
      this.left = times;
    }

    @Override
    public void commit(String table, Runnable commit) {
      if (left > 0) {
        left--;
        try {
          replaceAWindow("rival-" + left);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        after = CommittedRows.of(warehouse, OperationsTable.METRICS);
      }
      commit.run();
    }
  }

  private void replaceAWindow(String run) throws IOException {
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Table table = catalog.load(OperationsTable.METRICS);
      long start = SmallTables.DAY.plus(SmallTables.WINDOW.multipliedBy(3)).toEpochMilli();
      TimeRange window = new TimeRange(start, start + SmallTables.WINDOW.toMillis());
      new Replacement(
              table,
              Scope.of(TimeRanges.of(List.of(window))),
              List.of(
                  SmallTables.file(
                      table, List.of(SmallTables.row(table, random, Instant.ofEpochMilli(start))))),
              Map.of(Replacement.RUN_ID, run))
          .commitOn(table.currentSnapshot());
    }
  }

  private Set<String> merge(Rival rival) throws IOException {
    CatalogSettings edge = EdgeCatalog.settings(warehouse, warehouse.toString(), rival);
    try (TableCatalog catalog = TableCatalog.open(edge)) {
      return new Compaction(
              catalog.load(OperationsTable.METRICS), SmallTables.merging(edge, folder))
          .run();
    }
  }

  @Test
  void aWindowThatIsReplacedMeanwhileStaysReplaced() throws IOException {
    Rival rival = new Rival(2);

    assertThat(merge(rival), is(empty()));

    assertThat(CommittedRows.of(warehouse, OperationsTable.METRICS), is(rival.after));
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      assertThat(CommittedRows.files(catalog.load(OperationsTable.METRICS)), hasSize(1));
    }
  }

  @Test
  void aPartitionThatOthersKeepChangingIsLeftAloneWithoutATrace() throws IOException {
    Rival rival = new Rival(100);

    assertThat(merge(rival), contains("window_start_day=2024-02-29"));

    assertThat(CommittedRows.of(warehouse, OperationsTable.METRICS), is(rival.after));
    assertThat(filesThatNothingRefersTo(), is(empty()));
  }

  /** The answer is that another commit came first, and that one was the same. */
  @Test
  void aCommitThatAGatewaySendsTwiceLeavesTheTableWhole() throws IOException {
    List<String> rows = CommittedRows.of(warehouse, OperationsTable.METRICS);
    AtomicInteger commits = new AtomicInteger();
    EdgeCatalog.Edge twice =
        (table, commit) -> {
          commits.incrementAndGet();
          commit.run();
          commit.run();
        };
    CatalogSettings edge = EdgeCatalog.settings(warehouse, warehouse + " twice", twice);
    try (TableCatalog catalog = TableCatalog.open(edge)) {
      Table table = catalog.load(OperationsTable.METRICS);
      assertThat(new Compaction(table, SmallTables.merging(edge, folder)).run(), is(empty()));
      assertThat(commits.get(), is(greaterThan(0)));
    }
    assertThat(CommittedRows.of(warehouse, OperationsTable.METRICS), is(rows));
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      assertThat(CommittedRows.files(catalog.load(OperationsTable.METRICS)), hasSize(1));
    }
    assertThat(filesThatNothingRefersTo(), is(empty()));
  }

  /** Iceberg takes the second delivery for a rollback to the first. */
  @Test
  void whatOthersCommitBetweenTwoDeliveriesStays() throws IOException {
    Rival once = new Rival(1);
    EdgeCatalog.Edge twice =
        (table, commit) -> {
          if (once.left > 0) {
            commit.run();
          }
          once.commit(table, commit);
        };
    CatalogSettings edge = EdgeCatalog.settings(warehouse, warehouse + " between", twice);
    try (TableCatalog catalog = TableCatalog.open(edge)) {
      Table table = catalog.load(OperationsTable.METRICS);
      Set<String> all = new HashSet<>();
      table.currentSnapshot().dataManifests(table.io()).forEach(one -> all.add(one.path()));
      assertThat(all, is(not(empty())));
      assertThat(Manifests.rewrite(table, all, "run"), is(true));
    }
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Table table = catalog.load(OperationsTable.METRICS);
      assertThat(table.currentSnapshot().summary().get(Replacement.RUN_ID), is("rival-0"));
      assertThat(CommittedRows.of(table).isEmpty(), is(false));
    }
  }

  @Test
  void aBackfillReplacesAWindowOfAMergedFileAndAMergeBehindItKeepsItsRows() throws IOException {
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Table table = catalog.load(OperationsTable.METRICS);
      new Compaction(table, SmallTables.merging(settings, folder)).run();
    }
    replaceAWindow("after");
    List<String> rows = CommittedRows.of(warehouse, OperationsTable.METRICS);

    assertThat(merge(new Rival(0)), is(empty()));

    assertThat(CommittedRows.of(warehouse, OperationsTable.METRICS), is(rows));
  }

  private List<String> filesThatNothingRefersTo() throws IOException {
    Set<String> live = new TreeSet<>();
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Table table = catalog.load(OperationsTable.METRICS);
      for (Snapshot snapshot : table.snapshots()) {
        snapshot.addedDataFiles(table.io()).forEach(file -> live.add(file.location()));
      }
    }
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".parquet") && !live.contains(file))
          .toList();
    }
  }
}
