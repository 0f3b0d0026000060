package io.tallybeam.focus;

import java.time.OffsetDateTime;
import org.apache.iceberg.data.Record;

/**
 * The rows of an export for changes that backfills made to months that were closed.
 *
 * <p>The tables hold the costs as they are now. A month's export takes out what changed after its
 * end, and the month of the change adds it: a closed month stays as it was billed, and all months
 * together are what the tables hold.
 */
final class CorrectionRows {

  private CorrectionRows() {}

  /** Whether {@code month} adds this change of an earlier month. */
  static boolean isCorrectionIn(BillingMonth month, Record change) {
    return isOfCost(change)
        && month.contains(Cells.time(change, "adjusted_at"))
        && window(change).isBefore(month.start());
  }

  /** Whether {@code month}, whose windows it changes, was closed before this change. */
  static boolean isTakenOutOf(BillingMonth month, Record change) {
    return isOfCost(change)
        && month.contains(window(change))
        && !Cells.time(change, "adjusted_at").isBefore(month.end());
  }

  /** Changes of prices' names, or of calls that cost nothing, change no bill. */
  private static boolean isOfCost(Record change) {
    return Cells.usd(change, "adjustment_usd").signum() != 0;
  }

  private static OffsetDateTime window(Record change) {
    return Cells.time(change, "window_start");
  }

  /** The row that adds {@code change} to the month in which it was made. */
  static Record correction(BillingMonth month, Record change) {
    String said = "Correction of %s, which was billed before: %s, %s by backfill %s";
    return row(month, change)
        .cost(Cells.usd(change, "adjustment_usd"))
        .quantity(requests(change), "Requests")
        .set("ChargeClass", "Correction")
        .set("ChargeDescription", described(said, change, BillingMonth.of(window(change))))
        .toRecord();
  }

  /** The row that takes {@code change} out of the month that was closed. */
  static Record takenOut(BillingMonth month, Record change) {
    String said = "Changed after the month, billed as a correction in %s: %s, %s by backfill %s";
    BillingMonth later = BillingMonth.of(Cells.time(change, "adjusted_at"));
    return row(month, change)
        .cost(Cells.usd(change, "adjustment_usd").negate())
        .quantity(-requests(change), "Requests")
        .set("ChargeDescription", described(said, change, later))
        .toRecord();
  }

  private static FocusRow row(BillingMonth month, Record change) {
    return new FocusRow(month, change)
        .meter("adjustment")
        .set("x_CostStatus", "adjustment")
        .set("x_AdjustmentReason", Cells.text(change, "reason"))
        .set("x_PriceVersions", Cells.textOrNull(change, "new_price_versions"))
        .set("x_Requests", Cells.count(change, "new_requests"))
        .set("x_RunId", Cells.text(change, "run_id"));
  }

  private static long requests(Record change) {
    return Cells.count(change, "new_requests") - Cells.count(change, "old_requests");
  }

  private static String described(String format, Record change, BillingMonth month) {
    return String.format(
        format,
        month,
        Cells.model(change),
        Cells.text(change, "reason").replace('_', ' '),
        Cells.text(change, "run_id"));
  }
}
