package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.window.TumblingWindow;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * What became of the events of each window and source.
 *
 * <p>In every row {@code read = aggregated + duplicates + rejected + outside_range + late}. The row
 * of a source without a window counts the events that no replaced window holds: those without a
 * plausible time, and those outside the range of the run.
 *
 * @param windows the windows
 */
public record WindowLedgerTable(TumblingWindow windows) implements WindowTable<LedgerCounts> {

  /** The name of the table. */
  public static final String NAME = "window_ledger";

  /** The column that names where the events came from. */
  public static final String SOURCE = "source";

  private static final Schema SCHEMA =
      new Columns()
          .optional(WINDOW_START, TIME, "start of the window; null for events of no window")
          .optional("window_end", TIME, "end of the window")
          .required(SOURCE, TEXT, "where the events came from")
          .required("read", COUNT, "events read")
          .required("aggregated", COUNT, "calls counted")
          .required("duplicates", COUNT, "copies not counted again")
          .required("conflicting_duplicates", COUNT, "duplicates that differ from the copy counted")
          .required("rejected", COUNT, "events that cannot be counted, in rejected_events")
          .required("outside_range", COUNT, "events of windows that the run does not replace")
          .required("late", COUNT, "events later than the allowed lateness")
          .schema();

  /** The key of a window, or of no window, of a source. */
  public static Key key(String source, long windowStart) {
    return new KeyWriter().name(source).window(windowStart);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<String> sortColumns() {
    return List.of(SOURCE, WINDOW_START);
  }

  @Override
  public LedgerCounts read(ByteReader in) {
    return LedgerCounts.read(in);
  }

  @Override
  public int shards(int wanted) {
    return 1;
  }

  @Override
  public void fill(Key key, LedgerCounts counts, Record row) {
    long start = key.windowStart();
    row.set(0, start == Key.NO_WINDOW ? null : Columns.time(start));
    row.set(1, start == Key.NO_WINDOW ? null : Columns.time(windows.endOf(start)));
    row.set(2, key.parts().name());
    row.set(3, counts.read());
    row.set(4, counts.aggregated());
    row.set(5, counts.duplicates());
    row.set(6, counts.conflictingDuplicates());
    row.set(7, counts.rejected());
    row.set(8, counts.outsideRange());
    row.set(9, counts.late());
  }

  /** The start of the window of a row, or {@link Key#NO_WINDOW}. */
  public static long windowStart(Record row) {
    return row.get(0) == null ? Key.NO_WINDOW : Columns.millis(row.get(0));
  }

  /** The counts of a row. */
  public static LedgerCounts counts(Record row) {
    return LedgerCounts.of(
        (Long) row.get(3),
        (Long) row.get(4),
        (Long) row.get(5),
        (Long) row.get(6),
        (Long) row.get(7),
        (Long) row.get(8),
        (Long) row.get(9));
  }
}
