package io.tallybeam.table;

import static io.tallybeam.table.Columns.COUNT;
import static io.tallybeam.table.Columns.TEXT;
import static io.tallybeam.table.Columns.TIME;
import static io.tallybeam.table.Columns.USD;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.measure.AdjustedCosts;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.window.TumblingWindow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * What backfills changed of the costs of windows that were there: only added to, so that a closed
 * month is corrected by an addition.
 *
 * <p>The adjustments of a run add up to the difference of the totals before and after it.
 *
 * @param windows the tumbling windows
 */
public record CostAdjustmentsTable(TumblingWindow windows) implements WindowTable<AdjustedCosts> {

  /** The name of the table. */
  public static final String NAME = "cost_adjustments";

  private static final int NAMES = CostAttributionTable.NAMES.size();
  private static final int RUN = 2 + NAMES;

  private static final Schema SCHEMA =
      CostAttributionTable.keyColumns()
          .required("run_id", TEXT, "the backfill that changed it, as in tallybeam.run-id")
          .required("adjusted_at", TIME, "when it was committed")
          .required("reason", TEXT, "repriced, recounted, repriced_and_recounted, added or removed")
          .required("old_requests", COUNT, "calls before")
          .required("new_requests", COUNT, "calls after")
          .optional("old_cost_usd", USD, "cost before; null where it was not known")
          .optional("new_cost_usd", USD, "cost after; null where it is not known")
          .required("adjustment_usd", USD, "new less old cost, unknown ones counting nothing")
          .optional("old_price_versions", TEXT, "price versions before")
          .optional("new_price_versions", TEXT, "price versions after")
          .schema();

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
    List<String> columns = new ArrayList<>(CostAttributionTable.NAMES);
    columns.addAll(List.of("run_id", "adjusted_at", WINDOW_START));
    return columns;
  }

  @Override
  public AdjustedCosts read(ByteReader in) {
    return AdjustedCosts.read(in);
  }

  /** Adds a row of {@link CostAttributionTable} as it was before {@code runId}. */
  public static void before(
      Record row, String runId, long adjustedAt, PartialFold<AdjustedCosts> into) {
    into.at(key(row, runId, adjustedAt)).addBefore(CostAttributionTable.measures(row));
  }

  /** Adds a row of {@link CostAttributionTable} as it is after {@code runId}. */
  public static void after(
      Record row, String runId, long adjustedAt, PartialFold<AdjustedCosts> into) {
    into.at(key(row, runId, adjustedAt)).addAfter(CostAttributionTable.measures(row));
  }

  private static Key key(Record row, String runId, long adjustedAt) {
    KeyWriter key = new KeyWriter();
    for (int i = 0; i < NAMES; i++) {
      key.name((String) row.get(2 + i));
    }
    return key.name(runId).number(adjustedAt).window(windowStart(row));
  }

  /** The start of the window of a row of any table, in ms since the epoch. */
  public static long windowStart(Record row) {
    return Columns.millis(row.getField(WINDOW_START));
  }

  /** What a row adjusts, in USD. */
  public static BigDecimal usd(AdjustedCosts costs) {
    return costs.difference(CostColumns.USD_SCALE);
  }

  /** Whether there is anything to adjust. */
  public static boolean isChange(AdjustedCosts costs) {
    return usd(costs).signum() != 0
        || costs.before().known() != costs.after().known()
        || costs.before().requests() != costs.after().requests()
        || !costs.before().versions().equals(costs.after().versions());
  }

  @Override
  public void fill(Key key, AdjustedCosts measures, Record row) {
    long start = key.windowStart();
    KeyReader parts = key.parts();
    row.set(0, Columns.time(start));
    row.set(1, Columns.time(windows.endOf(start)));
    for (int i = 2; i <= RUN; i++) {
      row.set(i, parts.name());
    }
    row.set(RUN + 1, Columns.time(parts.number()));
    row.set(RUN + 2, reason(measures));
    row.set(RUN + 3, measures.before().requests());
    row.set(RUN + 4, measures.after().requests());
    row.set(RUN + 5, cost(measures.before()));
    row.set(RUN + 6, cost(measures.after()));
    row.set(RUN + 7, usd(measures));
    row.set(RUN + 8, measures.before().versions().text());
    row.set(RUN + 9, measures.after().versions().text());
  }

  private static String reason(AdjustedCosts measures) {
    AdjustedCosts.Side before = measures.before();
    AdjustedCosts.Side after = measures.after();
    if (before.requests() == 0) {
      return "added";
    }
    if (after.requests() == 0) {
      return "removed";
    }
    boolean sameBook = before.versions().equals(after.versions());
    if (before.requests() == after.requests()) {
      // Without a book the costs are what events report. Within one version a rate may be mended.
      boolean unbooked = sameBook && before.versions().text() == null;
      return unbooked ? "recounted" : "repriced";
    }
    return sameBook ? "recounted" : "repriced_and_recounted";
  }

  private static BigDecimal cost(AdjustedCosts.Side side) {
    return side.known() == 0 ? null : side.cost(CostColumns.USD_SCALE);
  }
}
