package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on warehouses that backfills made. */
final class MaintainCommandTest {

  private static final Instant DAY = Instant.parse("2024-02-29T00:00:00Z");

  @TempDir Path folder;
  private Path warehouse;
  private List<String> lines;

  @BeforeEach
  void backfill() throws IOException {
    warehouse = folder.resolve("warehouse");
    lines = new ArrayList<>(Events.random(new Random(1), 300, DAY, 3 * 60));
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    for (int hour = 0; hour < 3; hour++) {
      CommandLine.backfill(input, warehouse, hour(hour)).done();
    }
  }

  private static String[] hour(int hour) {
    Instant from = DAY.plus(Duration.ofHours(hour));
    return new String[] {"--from=" + from, "--to=" + from.plus(Duration.ofHours(1))};
  }

  private Outcome maintain(String... more) {
    List<String> args = new ArrayList<>(List.of("maintain", "--warehouse=" + warehouse));
    args.addAll(List.of(more));
    return CommandLine.run(args.toArray(String[]::new));
  }

  private Map<String, String> filesOnDisk() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(warehouse.resolve(CommittedRows.NAMESPACE))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path));
      }
    }
    return files;
  }

  /** A file beside the data that no snapshot refers to. */
  private Path unreferenced(Duration age) throws IOException {
    Path data =
        warehouse.resolve(CommittedRows.NAMESPACE).resolve(OperationsTable.METRICS).resolve("data");
    Path file = Files.writeString(data.resolve(age + ".parquet"), "x");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private int dataFiles(String table) {
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      return CommittedRows.files(catalog.load(table)).size();
    }
  }

  @Test
  void columnsThatAnotherEngineAddedStopNothing() throws IOException {
    int ledger = dataFiles(WindowLedgerTable.NAME);
    List<String> names =
        List.of(
            WindowLedgerTable.NAME,
            OperationsTable.METRICS,
            "cost_adjustments",
            "llm_operations_hourly");
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      for (String name : names) {
        catalog
            .load(name)
            .updateSchema()
            .addColumn("reviewed", Types.BooleanType.get())
            .addColumn("reviews", Types.ListType.ofOptional(100, Types.DateType.get()))
            .commit();
      }
    }
    Map<String, List<String>> rows = CommittedRows.of(warehouse);

    maintain("--keepSnapshots=0s", "--force").done();

    assertThat(dataFiles(WindowLedgerTable.NAME), is(lessThan(ledger)));
    assertThat(dataFiles(OperationsTable.METRICS), is(1));
    assertThat(CommittedRows.of(warehouse), is(rows));
  }

  @Test
  void mergesFilesExpiresSnapshotsAndRemovesOrphansButNoRow() throws IOException {
    Map<String, List<String>> rows = CommittedRows.of(warehouse);
    Path orphan = unreferenced(Duration.ofDays(4));
    // Runs that are under way may still commit these.
    Path young = unreferenced(Duration.ofDays(2));
    Path fresh = unreferenced(Duration.ZERO);
    Map<String, String> before = filesOnDisk();
    Map<String, Integer> snapshots = CommittedRows.snapshots(warehouse);

    Outcome dry = maintain("--keepSnapshots=0s", "--force", "--dryRun").done();

    assertThat(filesOnDisk(), is(before));
    assertThat(CommittedRows.snapshots(warehouse), is(snapshots));
    assertThat(
        dry.out(),
        hasItem(matchesPattern(" *llm_operations_metrics +3 -> 1 .* 3 -> 1 +1 \\(0.0 kB\\)")));

    Outcome outcome = maintain("--keepSnapshots=0s", "--force").done();

    assertThat(CommittedRows.of(warehouse), is(rows));
    assertThat(dataFiles(OperationsTable.METRICS), is(1));
    assertThat(Files.exists(orphan), is(false));
    assertThat(Files.exists(young), is(true));
    assertThat(Files.exists(fresh), is(true));
    // The roll-ups were made from the third, and the merge is the fourth.
    assertThat(CommittedRows.snapshots(warehouse).get(OperationsTable.METRICS), is(2));
    assertThat(
        outcome.out(),
        hasItem(matchesPattern(" *llm_operations_metrics +3 -> 1 .* 3 -> 2 +1 \\(0.0 kB\\)")));

    Map<String, String> after = filesOnDisk();
    maintain("--keepSnapshots=0s", "--force").done();

    assertThat("a second run does nothing", filesOnDisk(), is(after));
  }

  @Test
  void aBackfillAfterwardsFindsItsDays() throws IOException {
    maintain("--keepSnapshots=0s", "--force").done();
    lines.addAll(Events.calls(DAY, 12, 15, "another"));
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    CommandLine.backfill(input, warehouse, hour(1)).done();
    Path fresh = folder.resolve("fresh");
    for (int hour = 0; hour < 3; hour++) {
      Path own =
          hour == 1 ? input : Events.write(folder.resolve("old.ndjson"), lines.subList(0, 300));
      CommandLine.backfill(own, fresh, hour(hour)).done();
    }

    Map<String, List<String>> expected = CommittedRows.of(fresh);
    Map<String, List<String>> found = CommittedRows.of(warehouse);
    for (String table :
        List.of("llm_operations_metrics", "llm_operations_hourly", "llm_operations_daily")) {
      assertThat(table, found.get(table), is(expected.get(table)));
      assertThat(table, found.get(table), is(not(empty())));
    }
  }

  @Test
  void aRollUpThatIsStaleIsRefreshed() throws IOException {
    Map<String, List<String>> rows = CommittedRows.of(warehouse);
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      var hourly = catalog.load("llm_operations_hourly");
      long first = hourly.snapshots().iterator().next().snapshotId();
      CommittedRows.ofAnotherEngine(hourly).manageSnapshots().setCurrentSnapshot(first).commit();
    }
    assertThat(CommittedRows.of(warehouse), is(not(rows)));

    Outcome outcome = maintain().done();

    assertThat(CommittedRows.of(warehouse), is(rows));
    // Days are made of hours, and months of days.
    assertThat(
        outcome.out(),
        hasItem(
            "Roll-ups refreshed: llm_operations_hourly, llm_operations_daily,"
                + " llm_operations_monthly"));
  }

  @Test
  void oneTableCanBeNamedAndDefaultsTakeNothingFromRunsOfToday() {
    Map<String, Integer> snapshots = new TreeMap<>(CommittedRows.snapshots(warehouse));
    snapshots.merge(OperationsTable.METRICS, 1, Integer::sum);

    Outcome outcome = maintain("--tables=" + OperationsTable.METRICS).done();

    assertThat(outcome.out().stream().filter(line -> line.startsWith("  llm_")).count(), is(1L));
    assertThat(dataFiles(OperationsTable.METRICS), is(1));
    assertThat(CommittedRows.snapshots(warehouse), is(snapshots));
  }
}
