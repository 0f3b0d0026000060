package io.tallybeam.sink;

import static io.tallybeam.sink.StreamCommits.DAY;
import static io.tallybeam.sink.StreamCommits.SHARDS;
import static io.tallybeam.sink.StreamCommits.SIZE;
import static io.tallybeam.sink.StreamCommits.inMemory;
import static io.tallybeam.sink.StreamCommits.previous;
import static io.tallybeam.sink.StreamCommits.replace;
import static io.tallybeam.sink.StreamCommits.snapshots;
import static io.tallybeam.sink.StreamCommits.tables;
import static io.tallybeam.sink.StreamCommits.tenants;
import static io.tallybeam.sink.StreamCommits.token;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.sink.StreamTables.Row;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, compactions and backfills of the same windows, in random order. */
final class StreamCommitRandomTest {

  /**
   * Whatever other runs make of the files, each firing replaces its shard of its window, and the
   * first one of a life of the stream all of it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void replacesShardsOfWindows(long seed) throws IOException {
    Random random = new Random(seed);
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Map<Row, Integer> model = new TreeMap<>();
      Map<String, Long> ledger = new TreeMap<>();
      Map<Long, Integer> calls = new TreeMap<>();
      foreignLedger(tables, ledger);
      String epoch = "first";
      int sequence = 0;
      for (int round = 1; round <= 20; round++) {
        if (random.nextInt(10) == 0) {
          epoch = "epoch" + round;
          sequence = 0;
          calls.clear();
        }
        sequence++;
        List<Fired> fired = new ArrayList<>();
        Map<Long, LedgerCounts> counts = new TreeMap<>();
        fire(random, tables, fired, model, calls);
        for (Fired one : fired) {
          int now = calls.get(one.windowStart());
          counts.put(one.windowStart(), LedgerCounts.of(now, now, 0, 0, 0, 0, 0));
          ledger.put(StreamTables.SOURCE + " " + one.windowStart(), (long) now);
        }
        if (random.nextInt(3) == 0) {
          counts.put(Key.NO_WINDOW, LedgerCounts.of(sequence, 0, 0, 0, 0, sequence, 0));
          ledger.put(StreamTables.SOURCE + " " + Key.NO_WINDOW, (long) sequence);
        }
        int before = snapshots(tables.metrics());
        tables.commit(token(epoch, sequence), previous(epoch, sequence), fired, counts);
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

  private static void fire(
      Random random,
      StreamTables tables,
      List<Fired> fired,
      Map<Row, Integer> model,
      Map<Long, Integer> calls)
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
      boolean first = calls.merge(window, 1, Integer::sum) == 1;
      model
          .keySet()
          .removeIf(
              row ->
                  row.window() == window && (first || tables.shards().of(row.tenant()) == shard));
      model.putAll(rows);
    }
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

  private static Map<Row, List<Long>> once(Map<Row, Integer> model) {
    Map<Row, List<Long>> rows = new TreeMap<>();
    model.forEach((row, requests) -> rows.put(row, List.of((long) requests)));
    return rows;
  }
}
