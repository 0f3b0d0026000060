package io.tallybeam.focus;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.rollup.RollUps;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * The rows of a month: usage by day, then what is taken out of it, then corrections of earlier
 * months, each in the order of the tables.
 *
 * @param month the month
 * @param days daily cost attribution
 * @param changes adjustments, if there were any yet
 */
record FocusExport(BillingMonth month, SortedRows days, Optional<SortedRows> changes) {

  /** The table of the costs. */
  static final String DAILY = RollUpName.of(CostAttributionTable.NAME, Period.Day.UTC);

  private static FocusExport of(BillingMonth month, TableCatalog catalog) {
    CostAttributionTable daily = new CostAttributionTable(DAILY, Period.Day.UTC);
    // The size of the windows has no part in the order of the rows.
    CostAdjustmentsTable adjustments =
        new CostAdjustmentsTable(TumblingWindow.of(Duration.ofHours(1)));
    SortedRows days = rows(catalog, daily);
    try {
      return new FocusExport(month, days, Optional.of(rows(catalog, adjustments)));
    } catch (NoSuchTableException e) {
      return new FocusExport(month, days, Optional.empty());
    }
  }

  /**
   * An export of tables that are up to date. What is exported was there before that was found and
   * behind it: a run that committed in between is waited for.
   *
   * @throws NoSuchTableException if there is no table {@link #DAILY}
   * @throws UserError if days are behind the windows they are made of, or corrections are not
   *     recorded yet
   */
  static FocusExport fresh(BillingMonth month, TableCatalog catalog) throws IOException {
    while (true) {
      FocusExport export = of(month, catalog);
      requireFresh(month, catalog);
      if (export.snapshots().equals(of(month, catalog).snapshots())) {
        return export;
      }
    }
  }

  /** The snapshots of the days and of the changes that it is of. */
  private List<Optional<Long>> snapshots() {
    return Stream.of(Optional.of(days), changes)
        .map(rows -> rows.flatMap(SortedRows::snapshot))
        .toList();
  }

  private static void requireFresh(BillingMonth month, TableCatalog catalog) throws IOException {
    TimeRange range =
        new TimeRange(
            month.start().toInstant().toEpochMilli(), month.end().toInstant().toEpochMilli());
    if (RollUps.isStale(catalog, DAILY, range)) {
      throw new UserError(
          "--month="
              + month
              + ": "
              + DAILY
              + " is behind "
              + CostAttributionTable.NAME
              + " in that month; run maintain, which refreshes it, or wait for the stream's next"
              + " --rollUpInterval");
    }
    if (RecordAdjustments.isBehind(catalog)) {
      throw new UserError(
          "--month="
              + month
              + ": a backfill was ended before it recorded what it changed; run maintain, which does");
    }
  }

  private static SortedRows rows(TableCatalog catalog, WindowTable<?> kind) {
    return new SortedRows(catalog.load(kind.name()), kind);
  }

  /** Gives the rows of the month's days to {@code output}. */
  void usage(Consumer<Record> output) throws IOException {
    days.forEach(
        windowsOf(month),
        day -> month.contains(Cells.time(day, WindowTable.WINDOW_START)),
        day -> UsageRows.write(month, day, output));
  }

  /** Gives the rows that take changes after the month's end out of it to {@code output}. */
  void takenOut(Consumer<Record> output) throws IOException {
    if (changes.isPresent()) {
      changes
          .get()
          .forEach(
              windowsOf(month),
              change -> CorrectionRows.isTakenOutOf(month, change),
              change -> output.accept(CorrectionRows.takenOut(month, change)));
    }
  }

  /** Gives the corrections of earlier months to {@code output}. */
  void corrections(Consumer<Record> output) throws IOException {
    if (changes.isPresent()) {
      changes
          .get()
          .forEach(
              within("adjusted_at", month),
              change -> CorrectionRows.isCorrectionIn(month, change),
              change -> output.accept(CorrectionRows.correction(month, change)));
    }
  }

  private static Expression windowsOf(BillingMonth month) {
    return within(WindowTable.WINDOW_START, month);
  }

  private static Expression within(String column, BillingMonth month) {
    return Expressions.and(
        Expressions.greaterThanOrEqual(column, micros(month.start())),
        Expressions.lessThan(column, micros(month.end())));
  }

  private static long micros(OffsetDateTime time) {
    return time.toInstant().toEpochMilli() * 1000;
  }
}
