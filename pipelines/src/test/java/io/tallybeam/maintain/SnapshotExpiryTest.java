package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.rollup.RollUps;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old snapshots go, but not those that somebody needs. */
final class SnapshotExpiryTest {

  private static final long LATER = Long.MAX_VALUE / 4;

  @TempDir Path folder;
  private final Random random = new Random(1);
  private TableCatalog catalog;
  private Table table;

  @BeforeEach
  void make() {
    catalog = TableCatalog.open(SmallTables.settings(folder.resolve("warehouse")));
    table =
        SmallTables.make(catalog, OperationsTable.metrics(TumblingWindow.of(SmallTables.WINDOW)));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private long commit(Table to, Map<String, String> summary) throws IOException {
    AppendFiles append = to.newAppend();
    append.appendFile(SmallTables.file(to, List.of(SmallTables.row(to, random, SmallTables.DAY))));
    summary.forEach(append::set);
    append.commit();
    to.refresh();
    return to.currentSnapshot().snapshotId();
  }

  private List<Long> expire(Table... all) {
    Set<Long> kept = KeptSnapshots.of(table, List.of(all));
    List<Long> old = SnapshotExpiry.old(table, LATER, kept);
    if (!old.isEmpty()) {
      assertThat(SnapshotExpiry.expire(table, old, kept), is(true));
    }
    table.refresh();
    return snapshots();
  }

  private List<Long> snapshots() {
    List<Long> ids = new ArrayList<>();
    table.snapshots().forEach(snapshot -> ids.add(snapshot.snapshotId()));
    return ids;
  }

  @Test
  void theNewestTokenOfEachSinkStaysBehindAnyNumberOfNewerCommits() throws IOException {
    commit(table, Map.of("tallybeam.sink", "one", "tallybeam.sink-token", "1:1"));
    long other = commit(table, Map.of("tallybeam.sink", "two", "tallybeam.sink-token", "1:1"));
    long newest = commit(table, Map.of("tallybeam.sink", "one", "tallybeam.sink-token", "1:2"));
    for (int i = 0; i < 20; i++) {
      commit(table, Map.of());
    }
    long current = table.currentSnapshot().snapshotId();
    List<String> rows = CommittedRows.of(table);

    assertThat(expire(table), containsInAnyOrder(other, newest, current));
    assertThat("again", expire(table), containsInAnyOrder(other, newest, current));
    assertThat(table.snapshot(newest).summary().get("tallybeam.sink-token"), is("1:2"));
    assertThat(CommittedRows.of(table), is(rows));
  }

  /** The stream goes by the history alone: what was rolled back it makes again. */
  @Test
  void theNewestTokenOfTheHistoryStaysBehindOneThatWasRolledBack() throws IOException {
    long counts = commit(table, Map.of("tallybeam.sink", "one", "tallybeam.sink-token", "1:1"));
    long undone = commit(table, Map.of("tallybeam.sink", "one", "tallybeam.sink-token", "1:2"));
    CommittedRows.ofAnotherEngine(table).manageSnapshots().rollbackTo(counts).commit();
    table.refresh();
    for (int i = 0; i < 20; i++) {
      commit(table, Map.of());
    }
    long current = table.currentSnapshot().snapshotId();

    assertThat(expire(table), containsInAnyOrder(counts, undone, current));
  }

  @Test
  void keptSnapshotsCanBeReadAsTheyWere() throws IOException {
    commit(table, Map.of());
    long token = commit(table, Map.of("tallybeam.sink", "one"));
    List<String> then = rowsAt(token);
    commit(table, Map.of());
    new Compaction(table, SmallTables.merging(SmallTables.settings(folder), folder)).run();
    table.refresh();

    assertThat(expire(table), hasSize(2));

    assertThat(rowsAt(token), is(then));
    assertThat(then, hasSize(2));
  }

  private List<String> rowsAt(long snapshot) throws IOException {
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshot).build()) {
      records.forEach(row -> rows.add(CommittedRows.text(row)));
    }
    return rows.stream().sorted().toList();
  }

  @Test
  void filesThatOnlyOldSnapshotsReferToGo() throws IOException {
    for (int i = 0; i < 4; i++) {
      commit(table, Map.of());
    }
    List<String> before = CommittedRows.files(table);
    new Compaction(table, SmallTables.merging(SmallTables.settings(folder), folder)).run();
    table.refresh();
    assertThat(expire(table), hasSize(1));

    for (String file : before) {
      assertThat(Files.exists(Path.of(FileKey.of(file))), is(false));
    }
    Set<String> live = new TreeSet<>();
    LiveFiles.forEach(table, file -> live.add(FileKey.of(file)));
    live.removeIf(file -> file.endsWith("version-hint.text"));
    for (String file : live) {
      assertThat(file, Files.exists(Path.of(file)), is(true));
    }
    try (Stream<Path> files = Files.walk(Path.of(FileKey.of(table.location())))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet")).count(), is(1L));
    }
  }

  /** The changed days are found by walking from there to now. */
  @Test
  void whatHappenedSinceARollUpWasMadeStays() throws IOException {
    OperationsTable metrics = OperationsTable.metrics(TumblingWindow.of(SmallTables.WINDOW));
    Table hourly = catalog.ensure(metrics.rolledUp(RollUpName.HOUR), Map.of());
    long gone = commit(table, Map.of());
    long seen = commit(table, Map.of());
    commit(hourly, Map.of(RollUps.WINDOWS_SNAPSHOT, Long.toString(gone)));
    long made = commit(hourly, Map.of(RollUps.WINDOWS_SNAPSHOT, Long.toString(seen)));
    long since = commit(hourly, Map.of());
    long first = commit(table, Map.of());
    long second = commit(table, Map.of());

    assertThat(expire(table, hourly), containsInAnyOrder(seen, first, second));
    assertThat(KeptSnapshots.of(hourly, List.of(table, hourly)), is(Set.of(made, since)));
  }

  @Test
  void youngOnesStay() throws IOException {
    commit(table, Map.of());
    commit(table, Map.of());

    assertThat(SnapshotExpiry.old(table, 0, Set.of()), is(empty()));
  }

  /** {@code --keepSnapshots} says how long all are kept at least, not at most. */
  @Test
  void aTableThatSaysSoKeepsThemForLonger() throws IOException {
    commit(table, Map.of());
    commit(table, Map.of());
    assertThat(SnapshotExpiry.old(table, LATER, Set.of()), is(not(empty())));
    table.updateProperties().set(TableProperties.MAX_SNAPSHOT_AGE_MS, "86400000").commit();
    table.refresh();

    assertThat(SnapshotExpiry.old(table, LATER, Set.of()), is(empty()));
  }

  @Test
  void tagsStay() throws IOException {
    long tagged = commit(table, Map.of());
    table.manageSnapshots().createTag("month-end", tagged).commit();
    commit(table, Map.of());
    commit(table, Map.of());

    assertThat(expire(table), hasItems(tagged));
    assertThat(snapshots(), hasSize(2));
    assertThat(table.snapshot("month-end"), is(notNullValue()));
  }

  @Test
  void aBranchWithAnAgeOfItsOwnDoesNotTakeATokenAlong() throws IOException {
    long token = commit(table, Map.of("tallybeam.sink", "one"));
    commit(table, Map.of());
    commit(table, Map.of());
    table.manageSnapshots().setMaxSnapshotAgeMs("main", 1).commit();
    table.refresh();
    Set<Long> kept = KeptSnapshots.of(table, List.of(table));
    List<Long> old = SnapshotExpiry.old(table, LATER, kept);
    assertThat(old, is(not(empty())));

    assertThat(SnapshotExpiry.expire(table, old, kept), is(false));

    table.refresh();
    Snapshot still = table.snapshot(token);
    assertThat(still, is(notNullValue()));
  }
}
