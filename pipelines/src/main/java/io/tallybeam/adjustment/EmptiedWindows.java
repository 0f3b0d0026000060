package io.tallybeam.adjustment;

import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Windows that a backfill left without a row, as its adjustments tell: they had costs before. */
final class EmptiedWindows {

  private EmptiedWindows() {}

  /**
   * The starts of those, in ms, in the days that {@code backfill} added rows of attribution to.
   *
   * @param base the snapshot of the adjustments that counts; null where there is none
   */
  static Set<Long> among(
      Table attribution, Snapshot backfill, Table adjustments, @Nullable Snapshot base)
      throws IOException {
    if (base == null) {
      return Set.of();
    }
    List<TimeRange> days = new ArrayList<>();
    backfill
        .addedDataFiles(attribution.io())
        .forEach(file -> days.add(RowFile.day(attribution, file)));
    Map<Long, Change> last = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        Scope.of(TimeRanges.of(days)).files(adjustments, base)) {
      for (FileScanTask task : tasks) {
        addLast(adjustments, task, last);
      }
    }
    return last.entrySet().stream()
        .filter(window -> window.getValue().requests() == 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static void addLast(Table adjustments, FileScanTask task, Map<Long, Change> last)
      throws IOException {
    try (CloseableIterable<Record> rows =
        RowFile.read(adjustments, task, "window_start", "adjusted_at", "new_requests")) {
      for (Record row : rows) {
        Change change =
            new Change(
                (OffsetDateTime) row.getField("adjusted_at"), (Long) row.getField("new_requests"));
        last.merge(CostAdjustmentsTable.windowStart(row), change, Change::and);
      }
    }
  }

  /**
   * A backfill's change of a window.
   *
   * @param at when it was made
   * @param requests how many calls it left in the rows that it changed
   */
  private record Change(OffsetDateTime at, long requests) {

    /** The later of the two, or both if they are of one backfill. */
    Change and(Change other) {
      if (at.isEqual(other.at)) {
        return new Change(at, requests + other.requests);
      }
      return at.isAfter(other.at) ? this : other;
    }
  }
}
