package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nothing refers to go once they are old; no other file ever does. */
final class OrphanFilesTest {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(SmallTables.WINDOW);
  private static final FileTime OLD = FileTime.fromMillis(1_000);
  private static final long LIMIT = 2_000;

  @TempDir Path folder;
  private TableCatalog catalog;

  @BeforeEach
  void open() {
    catalog = TableCatalog.open(SmallTables.settings(folder.resolve("warehouse")));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static Path root(Table table) {
    return Path.of(FileKey.of(table.location()));
  }

  private static void makeAllOld(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.setLastModifiedTime(file, OLD);
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".crc"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Path stray(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "stray");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void oldStraysGoAndNothingElse(long seed) throws IOException {
    Random random = new Random(seed);
    List<Table> tables = new ArrayList<>();
    // Names that begin alike lie in folders that do.
    for (String name : List.of("llm_operations", "llm_operations_daily", "llm_operations_d")) {
      tables.add(catalog.ensure(new OperationsTable(name, WINDOWS), Map.of()));
    }
    for (int step = 0; step < 8; step++) {
      Table table = tables.get(random.nextInt(3));
      table.refresh();
      SmallTables.appendWindows(table, random, SmallTables.DAY, 1 + random.nextInt(4));
      if (random.nextInt(3) == 0) {
        new Compaction(table, SmallTables.merging(SmallTables.settings(folder), folder)).run();
      }
    }
    Set<Path> kept = files(folder);
    Map<String, List<String>> rows = CommittedRows.of(folder.resolve("warehouse"));
    Set<Path> strays = new TreeSet<>();
    for (Table table : tables) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        strays.add(
            stray(root(table).resolve("data/window_start_day=2024-02-29/s" + i + ".parquet")));
        strays.add(stray(root(table).resolve("metadata/s" + i + "-m0.avro")));
        strays.add(stray(root(table).resolve("metadata/s" + i + ".metadata.json")));
      }
    }
    makeAllOld(folder);
    Set<Path> young = new TreeSet<>();
    for (Table table : tables) {
      young.add(stray(root(table).resolve("data/young.parquet")));
      young.add(stray(root(table).resolve("elsewhere/young.parquet")));
      Path elsewhere = stray(root(table).resolve("elsewhere/old.parquet"));
      Files.setLastModifiedTime(elsewhere, OLD);
      young.add(elsewhere);
    }
    int gone = 0;
    for (Table table : tables) {
      OrphanFiles orphans = OrphanFiles.find(table, tables, LIMIT);
      assertThat(orphans.mayBeOfAnotherTable(), is(false));
      gone += orphans.count();
      assertThat(orphans.delete(), is(0));
    }

    assertThat(gone, is(strays.size()));
    kept.addAll(young);
    assertThat(files(folder), is(kept));
    assertThat(CommittedRows.of(folder.resolve("warehouse")), is(rows));
  }

  @Test
  void tablesOfOneFolderKeepEachOthersFiles() throws IOException {
    Table one = SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
    Table other =
        SmallTables.make(catalog, OperationsTable.metrics(WINDOWS).rolledUp(RollUpName.HOUR));
    other.updateLocation().setLocation(one.location()).commit();
    other.refresh();
    SmallTables.appendWindows(one, new Random(1), SmallTables.DAY, 3);
    SmallTables.appendWindows(other, new Random(2), SmallTables.DAY, 3);
    makeAllOld(folder);

    OrphanFiles orphans = OrphanFiles.find(one, List.of(one, other), LIMIT);

    assertThat(orphans.count(), is(0));
  }

  @Test
  void aTableOfANestedNamespaceIsNoOrphan() throws IOException {
    WindowTable<?> metrics = OperationsTable.metrics(WINDOWS);
    Table outer = SmallTables.make(catalog, metrics);
    String inside = CommittedRows.NAMESPACE + "." + metrics.name();
    try (TableCatalog nested =
        TableCatalog.open(
            CatalogSettings.embedded(folder.resolve("warehouse").toString(), inside))) {
      Table inner = nested.ensure(new OperationsTable("data", WINDOWS), Map.of());
      SmallTables.appendWindows(outer, new Random(1), SmallTables.DAY, 2);
      SmallTables.appendWindows(inner, new Random(2), SmallTables.DAY, 2);
      assertThat(
          FileKey.isBelow(FileKey.of(inner.location()), FileKey.of(outer.location())), is(true));
    }
    makeAllOld(folder);

    assertThat(OrphanFiles.find(outer, List.of(outer), LIMIT).count(), is(0));
  }

  @Test
  void theMetadataOfAnotherTableInTheFolderIsSeen() throws IOException {
    Table one = SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
    Table other =
        SmallTables.make(catalog, OperationsTable.metrics(WINDOWS).rolledUp(RollUpName.HOUR));
    SmallTables.appendWindows(one, new Random(1), SmallTables.DAY, 1);
    for (Path file : files(root(other).resolve("metadata"))) {
      Files.copy(file, root(one).resolve("metadata").resolve("other-" + file.getFileName()));
    }
    makeAllOld(folder);

    OrphanFiles orphans = OrphanFiles.find(one, List.of(one, other), LIMIT);

    assertThat(orphans.count(), is(greaterThan(0)));
    assertThat(orphans.mayBeOfAnotherTable(), is(true));
  }

  /** A live one commits all the time; what it holds may be as old as may be. */
  @Test
  void theYoungMetadataOfAnotherTableInTheFolderIsSeen() throws IOException {
    Table one = SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
    Table other =
        SmallTables.make(catalog, OperationsTable.metrics(WINDOWS).rolledUp(RollUpName.HOUR));
    SmallTables.appendWindows(one, new Random(1), SmallTables.DAY, 1);
    SmallTables.appendWindows(other, new Random(2), SmallTables.DAY, 1);
    for (Path file : files(root(other).resolve("data"))) {
      Files.copy(file, root(one).resolve("data").resolve(file.getFileName()));
    }
    makeAllOld(folder);
    assertThat(OrphanFiles.find(one, List.of(one), LIMIT).mayBeOfAnotherTable(), is(false));
    for (Path file : files(root(other).resolve("metadata"))) {
      Files.copy(file, root(one).resolve("metadata").resolve("other-" + file.getFileName()));
    }

    OrphanFiles orphans = OrphanFiles.find(one, List.of(one), LIMIT);

    assertThat(orphans.count(), is(1));
    assertThat(orphans.mayBeOfAnotherTable(), is(true));
  }

  /** A stream's table has ten thousands of them: what they kept would fill the heap. */
  @Test
  void snapshotsKeepNoManifestsForIt() throws IOException {
    Table made = SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
    for (int i = 0; i < 5; i++) {
      SmallTables.appendWindows(made, new Random(i), SmallTables.DAY, 1);
    }
    Table table = catalog.load(OperationsTable.METRICS);

    assertThat(OrphanFiles.find(table, List.of(table), Long.MAX_VALUE).count(), is(0));
    int snapshots = 0;
    for (Snapshot snapshot : table.snapshots()) {
      // Without a file system only a snapshot answers that keeps them.
      assertThrows(IllegalArgumentException.class, () -> snapshot.allManifests(null));
      snapshots++;
    }
    assertThat(snapshots, is(5));
  }

  @Test
  void aTableWithoutFilesHasNoOrphans() throws IOException {
    Table table = SmallTables.make(catalog, OperationsTable.metrics(WINDOWS));
    makeAllOld(folder);

    assertThat(OrphanFiles.find(table, List.of(table), LIMIT).count(), is(0));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "file:/a/b, /a/b",
    "file:///a/b, /a/b",
    "file:///a//b/, /a/b",
    "s3a://bucket/a/b, /a/b",
    "s3://bucket/a/b, /a/b",
    "hdfs://host:8020/a/b, /a/b",
    "/a/day=2024-01-01T00:00/b, /a/day=2024-01-01T00:00/b"
  })
  void locationsOfOneFileHaveOneKey(String location, String key) {
    assertThat(FileKey.of(location), is(key));
  }
}
