package io.tallybeam.sink;

import static io.tallybeam.table.WindowTable.WINDOW_START;

import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The rows that a run replaces: those of some windows, and of the rows without a window those of
 * some owners.
 */
public final class Scope {

  private final TimeRanges windows;
  private final String ownerColumn;
  private final TreeSet<String> owners;
  private final RowFilter rows;

  private Scope(TimeRanges windows, RowFilter rows, String ownerColumn, Iterable<String> owners) {
    this.windows = windows;
    this.rows = rows;
    this.ownerColumn = ownerColumn;
    // Files keep bounds of texts in the order of code points, which is not that of strings.
    this.owners = new TreeSet<>(Comparators.charSequences());
    owners.forEach(this.owners::add);
  }

  /** All rows of {@code windows}. */
  public static Scope of(TimeRanges windows) {
    return of(windows, RowFilter.ALL);
  }

  /** Those rows of {@code windows} that {@code rows} holds. */
  public static Scope of(TimeRanges windows, RowFilter rows) {
    return new Scope(windows, rows, "", List.of());
  }

  /** The rows without a window as well whose {@code column} is one of {@code values}. */
  public Scope andWithoutWindow(String column, Iterable<String> values) {
    return new Scope(windows, rows, column, values);
  }

  /** The windows. */
  public TimeRanges windows() {
    return windows;
  }

  /** A filter that all rows of the scope match, and few others. */
  Expression filter() {
    Expression withoutWindow =
        owners.isEmpty() ? Expressions.alwaysFalse() : Expressions.isNull(WINDOW_START);
    List<TimeRange> ranges = windows.ranges();
    if (ranges.isEmpty()) {
      return withoutWindow;
    }
    long from = ranges.get(0).from();
    long to = ranges.get(ranges.size() - 1).to();
    return Expressions.or(
        withoutWindow,
        Expressions.and(
            Expressions.greaterThanOrEqual(WINDOW_START, Math.multiplyExact(from, 1000L)),
            Expressions.lessThan(WINDOW_START, Math.multiplyExact(to, 1000L))));
  }

  /** The files of {@code snapshot} of {@code table} that may hold a row of the scope. */
  public CloseableIterable<FileScanTask> files(Table table, Snapshot snapshot) {
    CloseableIterable<FileScanTask> files =
        table
            .newScan()
            .useSnapshot(snapshot.snapshotId())
            .filter(filter())
            .includeColumnStats()
            .planWith(ManifestThreads.of(table, snapshot))
            .planFiles();
    return CloseableIterable.filter(files, task -> mayTouch(task.file(), table.schema()));
  }

  /** Gives the {@code columns} of every row of the scope in {@code snapshot} of {@code table}. */
  public void forEach(Table table, Snapshot snapshot, Consumer<Record> rows, String... columns)
      throws IOException {
    try (CloseableIterable<FileScanTask> tasks = files(table, snapshot)) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> read = RowFile.read(table, task, columns)) {
          for (Record row : read) {
            if (contains(row)) {
              rows.accept(row);
            }
          }
        }
      }
    }
  }

  /** Whether {@code row} is replaced. */
  public boolean contains(Record row) {
    Object start = row.getField(WINDOW_START);
    if (start != null) {
      return windows.contains(((OffsetDateTime) start).toInstant().toEpochMilli())
          && rows.contains(row);
    }
    return !owners.isEmpty() && owners.contains((String) row.getField(ownerColumn));
  }

  /** Whether the bounds of {@code file} show that all of its rows are replaced. */
  boolean coversAll(DataFile file, Schema schema) {
    Types.NestedField field = schema.findField(WINDOW_START);
    Long first = bound(file.lowerBounds(), field);
    Long last = bound(file.upperBounds(), field);
    return !mayHoldNulls(file, field)
        && first != null
        && last != null
        && windows.containsAll(first, last)
        && rows.containsAll(file, schema, first, last);
  }

  /** Whether {@code file} may hold a row that is replaced. */
  public boolean mayTouch(DataFile file, Schema schema) {
    Types.NestedField field = schema.findField(WINDOW_START);
    Long first = bound(file.lowerBounds(), field);
    Long last = bound(file.upperBounds(), field);
    if (first != null
        && last != null
        && windows.intersects(first, last)
        && rows.mayContain(file, first, last)) {
      return true;
    }
    boolean unknown = first == null || last == null;
    return (unknown && !holdsOnlyNulls(file, field))
        || (mayHoldNulls(file, field) && mayHoldOwners(file, schema));
  }

  private static boolean holdsOnlyNulls(DataFile file, Types.NestedField field) {
    Long nulls =
        file.nullValueCounts() == null ? null : file.nullValueCounts().get(field.fieldId());
    return nulls != null && nulls == file.recordCount();
  }

  private boolean mayHoldOwners(DataFile file, Schema schema) {
    if (owners.isEmpty()) {
      return false;
    }
    Types.NestedField field = schema.findField(ownerColumn);
    ByteBuffer lower = file.lowerBounds() == null ? null : file.lowerBounds().get(field.fieldId());
    ByteBuffer upper = file.upperBounds() == null ? null : file.upperBounds().get(field.fieldId());
    if (lower == null || upper == null) {
      return true;
    }
    String first = Conversions.fromByteBuffer(field.type(), lower).toString();
    String last = Conversions.fromByteBuffer(field.type(), upper).toString();
    String owner = owners.ceiling(first);
    return owner != null && owners.comparator().compare(owner, last) <= 0;
  }

  private static boolean mayHoldNulls(ContentFile<?> file, Types.NestedField field) {
    if (field.isRequired()) {
      return false;
    }
    Long nulls =
        file.nullValueCounts() == null ? null : file.nullValueCounts().get(field.fieldId());
    return nulls == null || nulls > 0;
  }

  private static @Nullable Long bound(
      @Nullable Map<Integer, ByteBuffer> bounds, Types.NestedField field) {
    ByteBuffer bound = bounds == null ? null : bounds.get(field.fieldId());
    if (bound == null) {
      return null;
    }
    long micros = Conversions.<Long>fromByteBuffer(field.type(), bound);
    return Math.floorDiv(micros, 1000L);
  }
}
