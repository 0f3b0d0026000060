package io.tallybeam.sink;

import io.tallybeam.error.RunStopped;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The ledger of a whole run, read from the very files that it is about to commit.
 *
 * @param total the sum over windows
 * @param windows the windows that events fell into
 */
public record RunLedger(LedgerCounts total, TimeRanges windows) {

  private static final String PREFIX = "tallybeam.";

  /**
   * A summary is part of every reader's metadata: of more ranges than this only the hull is told.
   */
  private static final int MAX_RANGES = 500;

  /** Adds up the rows of {@code files}, which hold rows of the ledger table. */
  static RunLedger read(Table table, List<DataFile> files, TumblingWindow size) throws IOException {
    LedgerCounts total = new LedgerCounts();
    List<TimeRange> windows = new ArrayList<>();
    for (DataFile file : files) {
      try (CloseableIterable<Record> rows = RowFile.read(table, file)) {
        for (Record row : rows) {
          total.merge(WindowLedgerTable.counts(row));
          long start = WindowLedgerTable.windowStart(row);
          if (start != Key.NO_WINDOW) {
            windows.add(new TimeRange(start, size.endOf(start)));
          }
        }
      }
    }
    return new RunLedger(total, TimeRanges.of(windows));
  }

  /**
   * Refuses a run that lost an event, or rejected too many.
   *
   * @throws RunStopped if so
   */
  void check(double rejectsAllowed) {
    if (!total.balances()) {
      throw new RunStopped(
          "the ledger does not balance: this is a defect of Tallybeam; nothing was committed ("
              + summary()
              + ")");
    }
    long inRange = total.read() - total.outsideRange();
    if (total.rejected() > rejectsAllowed * inRange) {
      throw new RunStopped(
          String.format(
              "%,d of %,d events (%.2f %%) were rejected, more than --rejectsAllowed=%s; nothing"
                  + " was committed",
              total.rejected(), inRange, 100.0 * total.rejected() / inRange, rejectsAllowed));
    }
  }

  /** The counts as entries of a snapshot's summary. */
  Map<String, String> summary() {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put(PREFIX + "read", Long.toString(total.read()));
    summary.put(PREFIX + "aggregated", Long.toString(total.aggregated()));
    summary.put(PREFIX + "duplicates", Long.toString(total.duplicates()));
    summary.put(PREFIX + "conflicting-duplicates", Long.toString(total.conflictingDuplicates()));
    summary.put(PREFIX + "rejected", Long.toString(total.rejected()));
    summary.put(PREFIX + "outside-range", Long.toString(total.outsideRange()));
    summary.put(PREFIX + "late", Long.toString(total.late()));
    return summary;
  }

  /** The counts of a snapshot's summary, as {@link #summary} put them there. */
  public static LedgerCounts ofSummary(Map<String, String> summary) {
    return LedgerCounts.of(
        count(summary, "read"),
        count(summary, "aggregated"),
        count(summary, "duplicates"),
        count(summary, "conflicting-duplicates"),
        count(summary, "rejected"),
        count(summary, "outside-range"),
        count(summary, "late"));
  }

  /** The windows that a run replaced, as entries of a snapshot's summary. */
  static Map<String, String> summaryOf(TimeRanges replaced) {
    List<TimeRange> ranges = replaced.ranges();
    if (ranges.size() > MAX_RANGES) {
      TimeRange hull = new TimeRange(ranges.get(0).from(), ranges.get(ranges.size() - 1).to());
      return Map.of(PREFIX + "windows-within", text(hull));
    }
    return Map.of(
        PREFIX + "windows", ranges.stream().map(RunLedger::text).collect(Collectors.joining(" ")));
  }

  private static String text(TimeRange range) {
    return range.from() + "/" + range.to();
  }

  /** Whether a snapshot's summary tells every window, or only the range they lie in. */
  public static boolean tellsWindows(Map<String, String> summary) {
    return summary.containsKey(PREFIX + "windows");
  }

  /**
   * The windows that a run replaced, as its snapshot's summary tells them; where they are very many
   * ranges, the range they lie in.
   */
  public static TimeRanges windowsOfSummary(Map<String, String> summary) {
    String told = summary.get(PREFIX + (tellsWindows(summary) ? "windows" : "windows-within"));
    List<TimeRange> ranges = new ArrayList<>();
    if (told != null && !told.isEmpty()) {
      for (String range : told.split(" ", -1)) {
        int slash = range.indexOf('/');
        ranges.add(
            new TimeRange(
                Long.parseLong(range.substring(0, slash)),
                Long.parseLong(range.substring(slash + 1))));
      }
    }
    return TimeRanges.of(ranges);
  }

  private static long count(Map<String, String> summary, String name) {
    return Long.parseLong(summary.getOrDefault(PREFIX + name, "0"));
  }
}
