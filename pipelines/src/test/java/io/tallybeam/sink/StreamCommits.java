package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.TenantShards;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.sink.StreamTables.Row;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Small commits of a stream, and what tests of them look at. */
final class StreamCommits {

  static final long DAY = 86_400_000;
  static final long SIZE = StreamTables.WINDOWS.millis();
  static final int SHARDS = 3;

  private StreamCommits() {}

  static void commit(StreamTables tables, String epoch, int sequence, int requests)
      throws IOException {
    tables.commit(
        token(epoch, sequence),
        previous(epoch, sequence),
        List.of(fired(tables, requests)),
        one(requests));
  }

  static SinkToken token(String epoch, int sequence) {
    return new SinkToken("sink", epoch, sequence, epoch + "-" + sequence);
  }

  static String previous(String epoch, int sequence) {
    return sequence == 1 ? "" : epoch + "-" + (sequence - 1);
  }

  static Fired fired(StreamTables tables, int requests) throws IOException {
    return fired(tables, row(0), requests);
  }

  static Map<Long, LedgerCounts> one(int read) {
    return calls(0, read);
  }

  static Map<Long, LedgerCounts> calls(long window, int read) {
    return Map.of(window, LedgerCounts.of(read, read, 0, 0, 0, 0, 0));
  }

  /** A firing of the shard that {@code row} is of. */
  static Fired fired(StreamTables tables, Row row, int requests) throws IOException {
    int shard = tables.shards().of(row.tenant());
    return tables.fired(row.window(), shard, Map.of(row, requests));
  }

  static void letters(StreamTables tables, SinkToken token, String previous, String text)
      throws IOException {
    Map<Long, LedgerCounts> counts = Map.of(0L, LedgerCounts.of(1, 0, 0, 0, 1, 0, 0));
    tables.commit(token, previous, List.of(Fired.letters(tables.letter(text), counts)), counts);
  }

  static Row row(long window) {
    return new Row(window, "tenant-0");
  }

  /** A row of the same window in another shard. */
  static Row elsewhere(StreamTables tables) {
    int shard = tables.shards().of("tenant-0");
    String tenant =
        tenants().stream().filter(t -> tables.shards().of(t) != shard).findFirst().orElseThrow();
    assertThat(tenant, is(not("tenant-0")));
    return new Row(0, tenant);
  }

  static List<String> tenants() {
    List<String> tenants = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tenants.add("tenant-" + i);
    }
    return tenants;
  }

  static void replace(StreamTables tables, Set<Long> windows, Map<Row, Integer> rows)
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

  static List<Integer> snapshots(StreamTables tables) {
    return List.of(snapshots(tables.ledger()), snapshots(tables.metrics()));
  }

  static int snapshots(Table table) {
    int count = 0;
    for (Snapshot snapshot : table.snapshots()) {
      count += snapshot.snapshotId() == 0 ? 0 : 1;
    }
    return count;
  }

  static TableCatalog inMemory() {
    return TableCatalog.open(
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test"));
  }

  static StreamTables tables(TableCatalog catalog) {
    RunTables.make(catalog, StreamTables.WINDOWS, ZoneOffset.UTC);
    return new StreamTables(catalog, new TenantShards(SHARDS));
  }
}
