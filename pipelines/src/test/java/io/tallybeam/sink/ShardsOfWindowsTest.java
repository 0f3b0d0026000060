package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.live.TenantShards;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.sink.StreamTables.Row;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;

final class ShardsOfWindowsTest {

  private static final long SIZE = StreamTables.WINDOWS.millis();
  private static final int SHARDS = 3;

  /**
   * What is said of a file is never more than is true of its rows, and of named files all of it.
   */
  @Test
  void saysOfFilesWhatIsTrueOfTheirRows() throws IOException {
    Random random = new Random(1);
    CatalogSettings settings =
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test");
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      RunTables.make(catalog, StreamTables.WINDOWS, ZoneOffset.UTC);
      StreamTables tables = new StreamTables(catalog, new TenantShards(SHARDS));
      int covered = 0;
      int apart = 0;
      for (int round = 0; round < 150; round++) {
        ShardsOfWindows rows = new ShardsOfWindows(SHARDS);
        Set<List<Long>> meant = new HashSet<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
          long window = SIZE * random.nextInt(4);
          int shard = random.nextInt(SHARDS);
          rows.add(window, shard);
          meant.add(List.of(window, (long) shard));
        }
        boolean named = random.nextBoolean();
        int shard = random.nextInt(SHARDS);
        Map<Row, Integer> written = rows(random, named ? shard : -1, tables.shards());
        DataFile file = tables.file(named ? new ShardName(shard, SHARDS) : ShardName.NONE, written);
        long first = written.keySet().stream().mapToLong(Row::window).min().orElseThrow();
        long last = written.keySet().stream().mapToLong(Row::window).max().orElseThrow();
        int in = 0;
        try (CloseableIterable<Record> records = RowFile.read(tables.metrics(), file)) {
          for (Record record : records) {
            long window =
                ((OffsetDateTime) record.getField("window_start")).toInstant().toEpochMilli();
            long of = tables.shards().of((String) record.getField("tenant_id"));
            boolean expected = meant.contains(List.of(window, of));
            assertThat(rows.contains(record), is(expected));
            in += expected ? 1 : 0;
          }
        }
        boolean all = rows.containsAll(file, tables.metrics().schema(), first, last);
        boolean some = rows.mayContain(file, first, last);
        assertThat("all, where all are", !all || in == written.size(), is(true));
        assertThat("none, where none is", some || in == 0, is(true));
        if (named && first == last) {
          assertThat("is known by its name", all, is(in == written.size()));
          assertThat("is known by its name", some, is(in > 0));
        }
        covered += all ? 1 : 0;
        apart += some ? 0 : 1;
      }
      assertThat(covered, greaterThan(5));
      assertThat(apart, greaterThan(5));
    }
  }

  /** A file of another number of shards says nothing by its name. */
  @Test
  void looksIntoFilesOfAnotherNumberOfShards() throws IOException {
    CatalogSettings settings =
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test");
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      RunTables.make(catalog, StreamTables.WINDOWS, ZoneOffset.UTC);
      StreamTables tables = new StreamTables(catalog, new TenantShards(4));
      DataFile file = tables.file(new ShardName(1, 4), Map.of(new Row(0, "a"), 1));
      ShardsOfWindows rows = new ShardsOfWindows(SHARDS);
      rows.add(0, 1);
      assertThat(rows.containsAll(file, tables.metrics().schema(), 0, 0), is(false));
      assertThat(rows.mayContain(file, 0, 0), is(true));
      assertThat(rows.mayContain(file, SIZE, SIZE), is(false));
    }
  }

  private static Map<Row, Integer> rows(Random random, int shard, TenantShards shards) {
    Map<Row, Integer> rows = new TreeMap<>();
    long only = random.nextBoolean() ? SIZE * random.nextInt(4) : -1;
    while (rows.isEmpty()) {
      for (int i = 0; i < 9; i++) {
        String tenant = "tenant-" + random.nextInt(20);
        if (shard < 0 || shards.of(tenant) == shard) {
          rows.put(new Row(only >= 0 ? only : SIZE * random.nextInt(4), tenant), 1);
        }
      }
    }
    return rows;
  }
}
