package io.tallybeam.latest;

import io.tallybeam.sink.RowFile;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Totals of the latest windows of a table of operations. Reads the files of these windows only. */
final class LatestWindows {

  /** The totals of one window. */
  static final class Totals {
    long rows;
    long requests;
    long corrected;
    long withCost;
    BigDecimal cost = BigDecimal.ZERO;
  }

  private LatestWindows() {}

  /** The last {@code count} windows, the latest first. */
  static NavigableMap<Instant, Totals> of(Table table, int count) throws IOException {
    List<FileScanTask> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(files::add);
    }
    files.sort((one, other) -> Long.compare(last(table, other.file()), last(table, one.file())));
    NavigableMap<Instant, Totals> totals = new TreeMap<>();
    for (FileScanTask file : files) {
      boolean enough = totals.size() == count;
      if (enough && last(table, file.file()) < micros(totals.firstKey())) {
        break;
      }
      add(table, file, totals);
      // One that comes again with another file is again older than all that are shown.
      while (totals.size() > count) {
        totals.pollFirstEntry();
      }
    }
    return totals.descendingMap();
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1000;
  }

  private static long last(Table table, DataFile file) {
    Types.NestedField field = table.schema().findField(WindowTable.WINDOW_START);
    @Nullable ByteBuffer bound =
        file.upperBounds() == null ? null : file.upperBounds().get(field.fieldId());
    return bound == null ? Long.MAX_VALUE : Conversions.<Long>fromByteBuffer(field.type(), bound);
  }

  private static void add(Table table, FileScanTask file, NavigableMap<Instant, Totals> totals)
      throws IOException {
    try (CloseableIterable<Record> rows =
        RowFile.read(
            table,
            file,
            WindowTable.WINDOW_START,
            "total_requests",
            "total_cost_usd",
            "cost_usd_count",
            OperationsTable.REVISION)) {
      for (Record row : rows) {
        OffsetDateTime start = (OffsetDateTime) row.getField(WindowTable.WINDOW_START);
        Totals window = totals.computeIfAbsent(start.toInstant(), s -> new Totals());
        window.rows++;
        window.requests += (Long) row.getField("total_requests");
        window.withCost += (Long) row.getField("cost_usd_count");
        window.corrected += (Integer) row.getField(OperationsTable.REVISION) > 0 ? 1 : 0;
        BigDecimal cost = (BigDecimal) row.getField("total_cost_usd");
        window.cost = cost == null ? window.cost : window.cost.add(cost);
      }
    }
  }
}
