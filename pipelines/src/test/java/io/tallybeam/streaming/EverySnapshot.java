package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.tallybeam.sink.RowFile;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** What a reader may see of the metrics, at any time. */
public final class EverySnapshot {

  private EverySnapshot() {}

  /** The ids of the snapshots, the oldest first. */
  static List<Long> of(Table table) {
    List<Long> ids = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      ids.add(snapshot.snapshotId());
    }
    return ids;
  }

  /** Fails if any snapshot of the metrics has two rows of a window and key. */
  public static void assertOneRowEach(Table metrics) throws IOException {
    Map<String, List<ReadBlock.RowKey>> keysOfFiles = new HashMap<>();
    for (long id : of(metrics)) {
      Set<ReadBlock.RowKey> seen = new HashSet<>();
      try (CloseableIterable<FileScanTask> tasks = metrics.newScan().useSnapshot(id).planFiles()) {
        for (FileScanTask task : tasks) {
          assertThat("files of deletes", task.deletes(), is(empty()));
          String file = task.file().location();
          if (!keysOfFiles.containsKey(file)) {
            keysOfFiles.put(file, keys(metrics, task));
          }
          for (ReadBlock.RowKey key : keysOfFiles.get(file)) {
            assertThat(key + " twice in snapshot " + id, seen.add(key), is(true));
          }
        }
      }
    }
  }

  private static List<ReadBlock.RowKey> keys(Table metrics, FileScanTask task) throws IOException {
    List<ReadBlock.RowKey> keys = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        RowFile.read(metrics, task, "window_start", "tenant_id", "provider", "model")) {
      rows.forEach(row -> keys.add(key(row)));
    }
    return keys;
  }

  private static ReadBlock.RowKey key(Record row) {
    return new ReadBlock.RowKey(
        ((OffsetDateTime) row.getField("window_start")).toInstant(),
        (String) row.getField("tenant_id"),
        (String) row.getField("provider"),
        (String) row.getField("model"));
  }
}
