package io.tallybeam.late;

import static io.tallybeam.table.WindowTable.WINDOW_START;

import io.tallybeam.rollup.RunTables;
import io.tallybeam.sink.RowFile;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The windows that want a backfill.
 *
 * @param size of the windows
 * @param byStart what came late, by the start of the window in ms
 */
record LateWindows(TumblingWindow size, NavigableMap<Long, LateWindow> byStart) {

  /** The size of windows where no run said another one. */
  static final Duration USUAL = Duration.ofMinutes(15);

  private static final String EVENT_TIME = "event_time";
  private static final String TENANT = "tenant_id";
  private static final String LATE_BY = "late_by_ms";

  /** Reads the table of late events as it is now. */
  static LateWindows read(Table table) throws IOException {
    String size = table.properties().get(RunTables.WINDOW);
    NavigableMap<Long, LateWindow> windows = new TreeMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> rows =
            RowFile.read(table, task, WINDOW_START, EVENT_TIME, TENANT, LATE_BY)) {
          for (Record row : rows) {
            windows
                .computeIfAbsent(millis(row, WINDOW_START), start -> new LateWindow())
                .add(
                    (String) row.getField(TENANT),
                    millis(row, EVENT_TIME),
                    (Long) row.getField(LATE_BY));
          }
        }
      }
    }
    return new LateWindows(TumblingWindow.of(size == null ? USUAL : Duration.parse(size)), windows);
  }

  private static long millis(Record row, String column) {
    return ((OffsetDateTime) row.getField(column)).toInstant().toEpochMilli();
  }

  /** The windows as ranges without gaps, in order. */
  List<TimeRange> ranges() {
    List<TimeRange> windows = new ArrayList<>();
    byStart.keySet().forEach(start -> windows.add(new TimeRange(start, size.endOf(start))));
    return TimeRanges.of(windows).ranges();
  }

  long events() {
    return byStart.values().stream().mapToLong(LateWindow::events).sum();
  }
}
