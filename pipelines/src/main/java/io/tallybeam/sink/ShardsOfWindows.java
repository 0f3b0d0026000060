package io.tallybeam.sink;

import io.tallybeam.live.TenantShards;
import io.tallybeam.table.WindowTable;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/** The rows of some shards of tenants, other shards in each window. */
final class ShardsOfWindows implements RowFilter {

  private static final String TENANT = "tenant_id";

  private final TenantShards shards;
  private final TreeMap<Long, Set<Integer>> byWindow = new TreeMap<>();

  ShardsOfWindows(int shards) {
    this.shards = new TenantShards(shards);
  }

  /** Means the rows of {@code shard} in the window that starts at {@code windowStart} too. */
  void add(long windowStart, int shard) {
    byWindow.computeIfAbsent(windowStart, window -> new TreeSet<>()).add(shard);
  }

  /** Means all rows in the window that starts at {@code windowStart}. */
  void addAll(long windowStart) {
    for (int shard = 0; shard < shards.count(); shard++) {
      add(windowStart, shard);
    }
  }

  @Override
  public boolean contains(Record row) {
    OffsetDateTime start = (OffsetDateTime) row.getField(WindowTable.WINDOW_START);
    return byWindow
        .getOrDefault(start.toInstant().toEpochMilli(), Set.of())
        .contains(shards.of((String) row.getField(TENANT)));
  }

  @Override
  public boolean containsAll(DataFile file, Schema schema, long first, long last) {
    ShardName name = ShardName.of(file);
    return first == last
        && name.shards() == shards.count()
        && byWindow.getOrDefault(first, Set.of()).contains(name.shard());
  }

  @Override
  public boolean mayContain(DataFile file, long first, long last) {
    ShardName name = ShardName.of(file);
    NavigableMap<Long, Set<Integer>> touched = byWindow.subMap(first, true, last, true);
    return name.shards() == shards.count()
        ? touched.values().stream().flatMap(Collection::stream).anyMatch(s -> s == name.shard())
        : !touched.isEmpty();
  }
}
