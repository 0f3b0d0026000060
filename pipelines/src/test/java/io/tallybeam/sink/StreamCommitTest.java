package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.TenantShards;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.sink.StreamTables.Row;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamCommitTest {

  private static final long DAY = 86_400_000;
  private static final long SIZE = StreamTables.WINDOWS.millis();
  private static final int SHARDS = 3;

  @TempDir Path folder;

  /** Whatever other runs make of the files, each firing replaces its shard of its window. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void replacesShardsOfWindows(long seed) throws IOException {
    Random random = new Random(seed);
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Map<Row, Integer> model = new TreeMap<>();
      Map<String, Long> ledger = new TreeMap<>();
      foreignLedger(tables, ledger);
      for (int sequence = 1; sequence <= 15; sequence++) {
        List<Fired> fired = new ArrayList<>();
        Map<Long, LedgerCounts> counts = new TreeMap<>();
        fire(random, tables, fired, model);
        for (Fired one : fired) {
          counts.put(one.windowStart(), LedgerCounts.of(sequence, sequence, 0, 0, 0, 0, 0));
          ledger.put(StreamTables.SOURCE + " " + one.windowStart(), (long) sequence);
        }
        if (random.nextInt(3) == 0) {
          counts.put(Key.NO_WINDOW, LedgerCounts.of(sequence, 0, 0, 0, 0, sequence, 0));
          ledger.put(StreamTables.SOURCE + " " + Key.NO_WINDOW, (long) sequence);
        }
        int before = snapshots(tables.metrics());
        tables.commit(token("epoch", sequence), previous("epoch", sequence), fired, counts);
        assertThat(snapshots(tables.metrics()), is(before + 1));
        assertThat(tables.rows(), is(once(model)));
        assertThat(tables.ledgerRows(), is(ledger));
        if (random.nextInt(3) == 0) {
          compact(tables);
        } else if (random.nextInt(3) == 0) {
          backfill(random, tables, model);
        }
        assertThat(tables.rows(), is(once(model)));
      }
      assertThat(model.size(), greaterThan(20));
    }
  }

  @Test
  void sameAgainIsSkipped() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);
      List<Integer> before = snapshots(tables);
      Map<Row, List<Long>> rows = tables.rows();

      commit(tables, "epoch", 2, 3);
      commit(tables, "epoch", 1, 4);

      assertThat(snapshots(tables), is(before));
      assertThat(tables.rows(), is(rows));
    }
  }

  @Test
  void newLifeStartsAtOneAgain() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);

      commit(tables, "another", 1, 3);

      assertThat(tables.rows(), is(Map.of(row(0), List.of(3L))));
    }
  }

  @Test
  void tokensOfOtherSinksAreNotMine() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      SinkToken other = new SinkToken("other", "epoch", 5, "id");
      tables.commit(other, "", List.of(fired(tables, 5)), one(5));

      commit(tables, "epoch", 1, 1);

      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  @Test
  void refusesAGap() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      List<Integer> before = snapshots(tables);

      IllegalStateException gap =
          assertThrows(IllegalStateException.class, () -> commit(tables, "epoch", 3, 3));

      assertThat(gap.getMessage(), containsString("sink/epoch:3:epoch-3 came before"));
      assertThat(snapshots(tables), is(before));
    }
  }

  /** A savepoint older than the last commits: what comes again takes their place. */
  @Test
  void goesBackBehindItsLastCommits() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, token("epoch", 1), "", "one");
      letters(tables, token("epoch", 2), "epoch-1", "two");
      letters(tables, token("epoch", 3), "epoch-2", "three");
      assertThat(tables.letterPayloads(), is(List.of("one", "three", "two")));

      SinkToken second = new SinkToken("sink", "epoch", 2, "again-2");
      tables.commit(second, "epoch-1", List.of(fired(tables, 5)), one(5));
      assertThat(tables.letterPayloads(), is(List.of("one")));
      letters(tables, new SinkToken("sink", "epoch", 3, "again-3"), "again-2", "two and three");

      assertThat(tables.letterPayloads(), is(List.of("one", "two and three")));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(5L))));
    }
  }

  /** A commit without letters is repeated, and those that followed it are there already. */
  @Test
  void repeatedOnesTakeNoLettersAway() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, token("epoch", 1), "", "one");
      commit(tables, "epoch", 2, 2);
      letters(tables, token("epoch", 3), "epoch-2", "three");

      commit(tables, "epoch", 2, 2);
      letters(tables, token("epoch", 3), "epoch-2", "three");

      assertThat(tables.letterPayloads(), is(List.of("one", "three")));
    }
  }

  /** The same where nobody can tell any more which commits are to be replaced: none is skipped. */
  @Test
  void goesNotBackBehindWhatHasExpired() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      for (int sequence = 1; sequence <= 5; sequence++) {
        commit(tables, of("old", sequence), sequence);
      }
      tables.ledger().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
      List<Integer> before = snapshots(tables);

      // Repeated by a stream that was away for long.
      commit(tables, of("old", 3), 3);
      assertThat(snapshots(tables), is(before));
      IllegalStateException gone =
          assertThrows(IllegalStateException.class, () -> commit(tables, of("new", 3), 30));

      assertThat(gone.getMessage(), containsString("sink/epoch:3:new.3: the stream has gone back"));
      assertThat(snapshots(tables), is(before));
    }
  }

  /** A stream stood still for longer than orphans are kept. */
  @Test
  void commitsNoFileThatIsGone() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      Fired fired = fired(tables, 2);
      RowFile.discard(tables.metrics(), fired.files().get(0).file());

      IllegalStateException gone =
          assertThrows(
              IllegalStateException.class,
              () -> tables.commit(token("epoch", 2), "epoch-1", List.of(fired), one(2)));

      assertThat(gone.getMessage(), containsString(fired.files().get(0).file().location()));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  private static SinkToken of(String lineage, int sequence) {
    return new SinkToken("sink", "epoch", sequence, lineage + "." + sequence);
  }

  private static void commit(StreamTables tables, SinkToken token, int requests)
      throws IOException {
    String previous = token.sequence() == 1 ? "" : "old." + (token.sequence() - 1);
    tables.commit(token, previous, List.of(fired(tables, requests)), one(requests));
  }

  private static void letters(StreamTables tables, SinkToken token, String previous, String text)
      throws IOException {
    Map<Long, LedgerCounts> counts = Map.of(0L, LedgerCounts.of(1, 0, 0, 0, 1, 0, 0));
    tables.commit(token, previous, List.of(Fired.letters(tables.letter(text), counts)), counts);
  }

  @Test
  void lastFiringOfAShardIsTheOneThatStays() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Fired later = tables.fired(0, tables.shards().of("tenant-0"), 1, Map.of(row(0), 2));
      List<Fired> both = List.of(later, fired(tables, 1));

      tables.commit(token("epoch", 1), "", both, one(2));

      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
    }
  }

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

  @Test
  void backfillOfOtherWindowsComesBetween() throws IOException {
    whileCommitting("other", 4 * SIZE);
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      assertThat(
          tables(catalog).rows(), is(Map.of(row(0), List.of(1L), row(4 * SIZE), List.of(9L))));
    }
  }

  /** As if the stream had committed behind the backfill: its shard is its own again. */
  @Test
  void backfillOfTheSameWindowComesBetween() throws IOException {
    whileCommitting("same", 0);
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      StreamTables tables = tables(catalog);
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L), elsewhere(tables), List.of(9L))));
      assertThat(snapshots(tables.metrics()), is(2));
    }
  }

  /** A backfill of {@code window} wins the race for the metrics. */
  private void whileCommitting(String name, long window) throws IOException {
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
      commit(tables(catalog), "epoch", 1, 1);
    }
    assertThat(commits.get(), greaterThan(1));
  }

  private static void fire(
      Random random, StreamTables tables, List<Fired> fired, Map<Row, Integer> model)
      throws IOException {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      long window = random.nextInt(2) * DAY + random.nextInt(4) * SIZE;
      int shard = random.nextInt(SHARDS);
      Map<Row, Integer> rows = new TreeMap<>();
      for (String tenant : tenants()) {
        if (tables.shards().of(tenant) == shard && (rows.isEmpty() || random.nextBoolean())) {
          rows.put(new Row(window, tenant), 1 + random.nextInt(50));
        }
      }
      fired.add(tables.fired(window, shard, rows));
      model
          .keySet()
          .removeIf(row -> row.window() == window && tables.shards().of(row.tenant()) == shard);
      model.putAll(rows);
    }
  }

  private static List<String> tenants() {
    List<String> tenants = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tenants.add("tenant-" + i);
    }
    return tenants;
  }

  /** All rows of a day in one file, under a name that another engine might give. */
  private static void compact(StreamTables tables) throws IOException {
    Table table = tables.metrics();
    Map<Long, Map<Row, Integer>> days = new TreeMap<>();
    tables
        .rows()
        .forEach(
            (row, requests) ->
                days.computeIfAbsent(row.window() / DAY, day -> new TreeMap<>())
                    .put(row, requests.get(0).intValue()));
    RewriteFiles rewrite = table.newRewrite();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> rewrite.deleteFile(task.file()));
    }
    for (Map<Row, Integer> day : days.values()) {
      rewrite.addFile(tables.file(ShardName.NONE, day));
    }
    rewrite.commit();
  }

  private static void backfill(Random random, StreamTables tables, Map<Row, Integer> model)
      throws IOException {
    long day = random.nextInt(2) * DAY;
    Set<Long> windows = new HashSet<>();
    Map<Row, Integer> rows = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      if (random.nextBoolean()) {
        windows.add(day + i * SIZE);
        for (String tenant : tenants()) {
          rows.put(new Row(day + i * SIZE, tenant), 100 + random.nextInt(50));
        }
      }
    }
    if (!windows.isEmpty()) {
      replace(tables, windows, rows);
      model.keySet().removeIf(row -> windows.contains(row.window()));
      model.putAll(rows);
    }
  }

  private static void replace(StreamTables tables, Set<Long> windows, Map<Row, Integer> rows)
      throws IOException {
    TimeRanges ranges =
        TimeRanges.of(windows.stream().map(w -> new TimeRange(w, w + SIZE)).toList());
    DataFile file = tables.file(ShardName.NONE, rows);
    Replacement replacement =
        new Replacement(
            tables.metrics(),
            Scope.of(ranges),
            List.of(file),
            Map.of(Replacement.RUN_ID, file.location()));
    replacement.commitOn(replacement.latest());
  }

  /** The ledger of an archive, of windows that the stream has as well. */
  private static void foreignLedger(StreamTables tables, Map<String, Long> ledger)
      throws IOException {
    Map<Long, LedgerCounts> counts = new TreeMap<>();
    for (long window : new long[] {Key.NO_WINDOW, 0, SIZE, DAY}) {
      counts.put(window, LedgerCounts.of(5, 5, 0, 0, 0, 0, 0));
      ledger.put("archive " + window, 5L);
    }
    List<DataFile> files =
        LedgerRows.write(
            new WindowLedgerTable(StreamTables.WINDOWS), tables.ledger(), "archive", counts);
    Table table = tables.ledger();
    var append = table.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }

  private static void commit(StreamTables tables, String epoch, int sequence, int requests)
      throws IOException {
    tables.commit(
        token(epoch, sequence),
        previous(epoch, sequence),
        List.of(fired(tables, requests)),
        one(requests));
  }

  private static SinkToken token(String epoch, int sequence) {
    return new SinkToken("sink", epoch, sequence, epoch + "-" + sequence);
  }

  private static String previous(String epoch, int sequence) {
    return sequence == 1 ? "" : epoch + "-" + (sequence - 1);
  }

  private static Fired fired(StreamTables tables, int requests) throws IOException {
    return tables.fired(0, tables.shards().of("tenant-0"), Map.of(row(0), requests));
  }

  private static Map<Long, LedgerCounts> one(int read) {
    return Map.of(0L, LedgerCounts.of(read, read, 0, 0, 0, 0, 0));
  }

  private static Row row(long window) {
    return new Row(window, "tenant-0");
  }

  /** A row of the same window in another shard. */
  private static Row elsewhere(StreamTables tables) {
    int shard = tables.shards().of("tenant-0");
    String tenant =
        tenants().stream().filter(t -> tables.shards().of(t) != shard).findFirst().orElseThrow();
    assertThat(tenant, is(not("tenant-0")));
    return new Row(0, tenant);
  }

  private static Map<Row, List<Long>> once(Map<Row, Integer> model) {
    Map<Row, List<Long>> rows = new TreeMap<>();
    model.forEach((row, requests) -> rows.put(row, List.of((long) requests)));
    return rows;
  }

  private static List<Integer> snapshots(StreamTables tables) {
    return List.of(snapshots(tables.ledger()), snapshots(tables.metrics()));
  }

  private static int snapshots(Table table) {
    int count = 0;
    for (Snapshot snapshot : table.snapshots()) {
      count += snapshot.snapshotId() == 0 ? 0 : 1;
    }
    return count;
  }

  private static TableCatalog inMemory() {
    return TableCatalog.open(
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
  }

  private static StreamTables tables(TableCatalog catalog) {
    RunTables.make(catalog, StreamTables.WINDOWS, ZoneOffset.UTC);
    return new StreamTables(catalog, new TenantShards(SHARDS));
  }
}
