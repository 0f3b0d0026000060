package io.tallybeam.rollup;

import io.tallybeam.sink.RowFile;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** Days of UTC, the partitions of all tables, in which rows came or went. */
final class ChangedDays {

  private ChangedDays() {}

  /** Whether the history of {@code now} still holds all that happened since {@code earlier}. */
  static boolean isKnownSince(Table table, long earlier, Snapshot now) {
    return table.snapshot(earlier) != null
        && SnapshotUtil.isAncestorOf(table, now.snapshotId(), earlier);
  }

  /**
   * The days that changed between the snapshot {@code earlier} and {@code now}; none where nobody
   * can tell.
   */
  static Optional<TimeRanges> between(Table table, long earlier, Snapshot now) {
    List<TimeRange> days = new ArrayList<>();
    for (Snapshot since :
        SnapshotUtil.ancestorsBetween(now.snapshotId(), earlier, table::snapshot)) {
      // A compaction replaces files and changes no row.
      if (!DataOperations.REPLACE.equals(since.operation())) {
        List<ContentFile<?>> changed = new ArrayList<>();
        since.addedDataFiles(table.io()).forEach(changed::add);
        since.removedDataFiles(table.io()).forEach(changed::add);
        // Ours have none: other engines take single rows away so.
        since.addedDeleteFiles(table.io()).forEach(changed::add);
        since.removedDeleteFiles(table.io()).forEach(changed::add);
        if (!changed.stream().allMatch(file -> RowFile.isOfDay(table, file))) {
          return Optional.empty();
        }
        changed.forEach(file -> days.add(RowFile.day(table, file)));
      }
    }
    return Optional.of(TimeRanges.of(days));
  }

  /** The days that hold rows now. */
  static List<TimeRange> all(Table table) throws IOException {
    List<TimeRange> days = new ArrayList<>();
    if (table.currentSnapshot() != null) {
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        tasks.forEach(task -> days.add(RowFile.day(table, task.file())));
      }
    }
    return days;
  }
}
