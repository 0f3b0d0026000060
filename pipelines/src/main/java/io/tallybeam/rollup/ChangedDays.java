package io.tallybeam.rollup;

import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** Days of UTC, the partitions of all tables, in which files came or went. */
final class ChangedDays {

  private ChangedDays() {}

  /** Whether the history of {@code now} still holds all that happened since {@code earlier}. */
  static boolean isKnownSince(Table table, long earlier, Snapshot now) {
    return table.snapshot(earlier) != null
        && SnapshotUtil.isAncestorOf(table, now.snapshotId(), earlier);
  }

  /** The days that changed between the snapshot {@code earlier} and {@code now}. */
  static TimeRanges between(Table table, long earlier, Snapshot now) {
    List<TimeRange> days = new ArrayList<>();
    for (Snapshot since :
        SnapshotUtil.ancestorsBetween(now.snapshotId(), earlier, table::snapshot)) {
      // A compaction replaces files and changes no row.
      if (!DataOperations.REPLACE.equals(since.operation())) {
        since.addedDataFiles(table.io()).forEach(file -> days.add(day(file)));
        since.removedDataFiles(table.io()).forEach(file -> days.add(day(file)));
      }
    }
    return TimeRanges.of(days);
  }

  /** The days that hold rows now. */
  static List<TimeRange> all(Table table) throws IOException {
    List<TimeRange> days = new ArrayList<>();
    if (table.currentSnapshot() != null) {
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        tasks.forEach(task -> days.add(day(task.file())));
      }
    }
    return days;
  }

  private static TimeRange day(DataFile file) {
    int day = file.partition().get(0, Integer.class);
    return Period.Day.UTC.at(Math.multiplyExact(day, 86_400_000L));
  }
}
