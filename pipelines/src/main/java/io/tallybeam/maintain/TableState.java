package io.tallybeam.maintain;

import java.io.IOException;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * How much there is of a table.
 *
 * @param files data files of the current snapshot
 * @param bytes their size
 * @param manifests manifests of the current snapshot
 * @param snapshots all snapshots
 */
record TableState(int files, long bytes, int manifests, int snapshots) {

  static TableState of(Table table) throws IOException {
    table.refresh();
    int snapshots = 0;
    for (Snapshot snapshot : table.snapshots()) {
      snapshots += snapshot == null ? 0 : 1;
    }
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return new TableState(0, 0, 0, snapshots);
    }
    int files = 0;
    long bytes = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        files++;
        bytes += task.file().fileSizeInBytes();
      }
    }
    return new TableState(files, bytes, current.allManifests(table.io()).size(), snapshots);
  }
}
