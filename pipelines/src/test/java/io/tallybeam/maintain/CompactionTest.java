package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.backfill.TableRows;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.DeletedRows;
import io.tallybeam.catalog.EncryptedTable;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Merging files changes no row. */
final class CompactionTest {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(SmallTables.WINDOW);

  @TempDir Path folder;
  private TableCatalog catalog;
  private MaintainPlan plan;

  @BeforeEach
  void open() {
    catalog = TableCatalog.open(SmallTables.settings(folder.resolve("warehouse")));
    plan = SmallTables.merging(SmallTables.settings(folder.resolve("warehouse")), folder);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  static Stream<WindowTable<?>> tables() {
    return Stream.of(
        OperationsTable.metrics(WINDOWS),
        new WindowLedgerTable(WINDOWS),
        new RejectedEventsTable());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyDayIsOneSortedFileOfTheSameRows(WindowTable<?> kind) throws IOException {
    Table table = SmallTables.make(catalog, kind);
    Random random = new Random(3);
    for (int commit = 0; commit < 3; commit++) {
      SmallTables.appendWindows(table, random, SmallTables.DAY, 12);
      SmallTables.appendWindows(table, random, SmallTables.DAY.plus(Duration.ofDays(1)), 4);
    }
    List<String> rows = CommittedRows.of(table);

    assertThat(new Compaction(table, plan).run(), is(empty()));

    table.refresh();
    assertThat(CommittedRows.of(table), is(rows));
    List<List<Record>> files = SmallTables.rowsOfFiles(table);
    assertThat(files, hasSize(2));
    for (List<Record> file : files) {
      List<Record> sorted = new ArrayList<>(file);
      sorted.sort(SmallTables.order(table));
      assertThat(file, is(sorted));
    }
    assertThat(table.currentSnapshot().operation(), is(DataOperations.REPLACE));
    assertThat(CommittedRows.files(table).toString().contains("/00000-0-"), is(true));
  }

  @Test
  void aSecondRunDoesNothing() throws IOException {
    Table table = metrics();
    SmallTables.appendWindows(table, new Random(4), SmallTables.DAY, 30);
    new Compaction(table, plan).run();
    table.refresh();
    long snapshot = table.currentSnapshot().snapshotId();

    new Compaction(table, plan).run();

    table.refresh();
    assertThat(table.currentSnapshot().snapshotId(), is(snapshot));
  }

  @Test
  void filesOfTheTargetSizeAreNotMergedAgain() throws IOException {
    Table table = metrics();
    Random random = new Random(5);
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<Record> rows = new ArrayList<>();
      for (int n = 0; n < 2_000; n++) {
        rows.add(SmallTables.row(table, random, SmallTables.DAY));
      }
      files.add(SmallTables.file(table, rows));
    }
    SmallTables.append(table, files);
    List<String> rows = CommittedRows.of(table);
    long bytes = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    MaintainPlan small = SmallTables.withTarget(plan, bytes / 4);

    new Compaction(table, small).run();
    table.refresh();
    List<String> merged = CommittedRows.files(table);
    new Compaction(table, small).run();

    table.refresh();
    assertThat(merged.size(), greaterThan(2));
    assertThat(merged.size() < 7, is(true));
    assertThat(CommittedRows.files(table), is(merged));
    assertThat(CommittedRows.of(table), is(rows));
  }

  @Test
  void windowsThatAreNotSettledAreNotTouched() throws IOException {
    Table table = metrics();
    Random random = new Random(6);
    SmallTables.appendWindows(table, random, SmallTables.DAY, 8);
    table.refresh();
    List<String> settled = CommittedRows.files(table);
    List<DataFile> open = new ArrayList<>();
    for (int i = 8; i < 12; i++) {
      Instant window = SmallTables.DAY.plus(SmallTables.WINDOW.multipliedBy(i));
      open.add(SmallTables.file(table, List.of(SmallTables.row(table, random, window))));
    }
    SmallTables.append(table, open);
    List<String> rows = CommittedRows.of(table);

    // The eighth window ends then, and the ninth starts.
    Instant border = SmallTables.DAY.plus(SmallTables.WINDOW.multipliedBy(8));
    new Compaction(table, SmallTables.withSettledBefore(plan, border)).run();

    table.refresh();
    List<String> files = CommittedRows.files(table);
    assertThat(files, hasSize(5));
    assertThat(files, hasItems(open.stream().map(DataFile::location).toArray(String[]::new)));
    assertThat(files.stream().filter(settled::contains).toList(), is(empty()));
    assertThat(CommittedRows.of(table), is(rows));
  }

  @Test
  void rowsWithoutAWindowAreSettledSomeTimeAfterTheirCommit() throws IOException {
    Table table = SmallTables.make(catalog, new RejectedEventsTable());
    Random random = new Random(7);
    for (int i = 0; i < 3; i++) {
      Record row = SmallTables.row(table, random, SmallTables.DAY);
      row.setField(WindowTable.WINDOW_START, null);
      SmallTables.append(table, List.of(SmallTables.file(table, List.of(row))));
    }
    List<String> rows = CommittedRows.of(table);
    List<String> files = CommittedRows.files(table);

    new Compaction(table, plan).run();
    table.refresh();
    assertThat(CommittedRows.files(table), is(files));

    Instant later = Instant.now().plusSeconds(60);
    new Compaction(table, SmallTables.withSettledBefore(plan, later)).run();
    table.refresh();
    assertThat(CommittedRows.files(table), hasSize(1));
    assertThat(CommittedRows.of(table), is(rows));
  }

  @Test
  void manyFilesAndUnsortedRowsAreSortedInPieces() throws IOException {
    Table table = SmallTables.make(catalog, new RejectedEventsTable());
    Random random = new Random(8);
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      files.add(SmallTables.file(table, List.of(SmallTables.row(table, random, SmallTables.DAY))));
    }
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < 45_000; i++) {
      rows.add(SmallTables.row(table, random, SmallTables.DAY));
    }
    files.add(SmallTables.unsorted(table, rows));
    SmallTables.append(table, files);
    List<String> before = CommittedRows.of(table);

    new Compaction(table, plan).run();

    List<List<Record>> merged = SmallTables.rowsOfFiles(table);
    assertThat(merged, hasSize(1));
    List<Record> sorted = new ArrayList<>(merged.get(0));
    sorted.sort(SmallTables.order(table));
    assertThat(merged.get(0), is(sorted));
    assertThat(CommittedRows.of(table), is(before));
    try (Stream<Path> left = java.nio.file.Files.list(folder)) {
      assertThat(left.toList(), contains(folder.resolve("warehouse")));
    }
  }

  @Test
  void deletedRowsStayDeleted() throws IOException {
    Table table = metrics();
    SmallTables.appendWindows(table, new Random(9), SmallTables.DAY, 10);
    List<Map<String, Object>> all = TableRows.of(table);
    DeletedRows.firstOfEachFile(table);
    List<Map<String, Object>> rows = TableRows.of(table);
    assertThat(rows, hasSize(all.size() - 10));

    new Compaction(table, plan).run();

    // Iceberg reads positions too where there are deletes, and shows them.
    TableRows.assertSame(
        "after the merge",
        TableRows.without(rows, "_pos"),
        TableRows.without(TableRows.of(table), "_pos"));
    assertThat(CommittedRows.files(table), hasSize(1));
  }

  @Test
  void manifestsOfManyCommitsAreMerged() throws IOException {
    Table table = metrics();
    table.updateProperties().set(TableProperties.MANIFEST_MERGE_ENABLED, "false").commit();
    Random random = new Random(10);
    for (int i = 0; i < 25; i++) {
      SmallTables.appendWindows(table, random, SmallTables.DAY, 1);
    }
    List<String> rows = CommittedRows.of(table);
    List<String> files = CommittedRows.files(table);

    assertThat(Manifests.rewrite(table, Manifests.small(table), "run"), is(true));

    table.refresh();
    assertThat(table.currentSnapshot().allManifests(table.io()), hasSize(1));
    assertThat(CommittedRows.files(table), is(files));
    assertThat(CommittedRows.of(table), is(rows));
    assertThat(Manifests.small(table), is(empty()));
    assertThat(table.currentSnapshot().operation(), is(DataOperations.REPLACE));
  }

  @Test
  void filesOfATableThatIsEncryptedAreLeftAndAllElseIsDone() throws IOException {
    Table plain = metrics();
    for (int i = 0; i < 25; i++) {
      SmallTables.appendWindows(plain, new Random(i), SmallTables.DAY, 1);
    }
    List<String> files = CommittedRows.files(plain);
    Table table = EncryptedTable.of(plain);
    MaintainPlan expiring = SmallTables.withExpiredBefore(plan, Long.MAX_VALUE / 4);

    TableReport dry = new TableMaintenance("name", table, List.of(table), expiring).preview();
    TableReport report = new TableMaintenance("name", table, List.of(table), expiring).run();

    assertThat(dry.after().files(), is(25));
    assertThat(report.after().files(), is(25));
    assertThat(report.after().snapshots(), is(1));
    for (TableReport told : List.of(dry, report)) {
      assertThat(told.notes(), contains("files, since it is encrypted"));
    }
    plain.refresh();
    assertThat(CommittedRows.files(plain), is(files));
  }

  /** Its rows have ids, for readers of what changed. */
  @Test
  void filesOfATableOfALaterFormatAreLeft() throws IOException {
    Table table = metrics();
    for (int i = 0; i < 25; i++) {
      SmallTables.appendWindows(table, new Random(i), SmallTables.DAY, 1);
    }
    table.updateProperties().set(TableProperties.FORMAT_VERSION, "3").commit();
    List<String> files = CommittedRows.files(table);

    TableReport report = new TableMaintenance("name", table, List.of(table), plan).run();

    assertThat(report.notes().get(0), startsWith("files, since it is of a later format"));
    table.refresh();
    assertThat(CommittedRows.files(table), is(files));
  }

  private Table metrics() {
    return SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
  }
}
