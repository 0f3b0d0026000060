package io.tallybeam.focus;

import io.tallybeam.book.Charge;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;

/**
 * The rows of an export for one row of daily cost attribution: one for each charge that has units
 * or a cost, and one each for the calls whose cost was reported, is nothing, or is not known.
 *
 * <p>Their costs add up to the row's total.
 */
final class UsageRows {

  private static final BigDecimal NOTHING = BigDecimal.valueOf(0, FocusSchema.SCALE);

  private final BillingMonth month;
  private final Record day;
  private final Consumer<Record> output;
  private final long requests;
  private final long priced;

  private UsageRows(BillingMonth month, Record day, Consumer<Record> output) {
    this.month = month;
    this.day = day;
    this.output = output;
    this.requests = Cells.count(day, "total_requests");
    this.priced = Cells.count(day, "priced_requests");
  }

  /** Writes the rows of {@code day} to {@code output}. */
  static void write(BillingMonth month, Record day, Consumer<Record> output) {
    UsageRows rows = new UsageRows(month, day, output);
    Charge.all().forEach(rows::charge);
    rows.reported();
    rows.free();
    rows.unpriced();
  }

  private void charge(Charge charge) {
    String label = charge.label();
    BigDecimal cost = Cells.usd(day, label + "_cost_usd");
    // The table does not count what the charge of a call is for: these are the priced calls.
    boolean isCall = charge == Charge.CALL;
    long units =
        isCall ? priced : Cells.count(day, label + (charge.perToken() ? "_tokens" : "_count"));
    if (cost.signum() == 0 && (isCall || units == 0)) {
      return;
    }
    String unit = charge.perToken() ? "Tokens" : isCall ? "Requests" : "Searches";
    String status = status(cost);
    FocusRow row =
        start(cost, units, unit, label, requests)
            .set("x_Charge", label)
            .set("x_CostStatus", status)
            .set("x_PriceVersions", Cells.textOrNull(day, "price_versions"))
            .set(
                "ChargeDescription",
                String.format(
                    Locale.ROOT,
                    "%,d %s of the charge %s of %s, %s",
                    units,
                    unit.toLowerCase(Locale.ROOT),
                    label,
                    Cells.model(day),
                    described(status, isCall)));
    if (isCall || priced == requests) {
      UnitPrice.of(cost, units, Cells.textOrNull(day, "price_versions"))
          .ifPresent(price -> row.set("x_AverageUnitPrice", price));
    }
    output.accept(row.toRecord());
  }

  /** Only priced calls have costs by charge; units, but for those of the call, are of all calls. */
  private String status(BigDecimal cost) {
    if (priced == requests) {
      return "priced";
    }
    if (cost.signum() != 0) {
      return "partly_priced";
    }
    if (Cells.count(day, "provider_reported_requests") == requests) {
      return "provider_reported";
    }
    if (Cells.count(day, "free_requests") == requests) {
      return "free";
    }
    return Cells.count(day, "unpriced_requests") == requests ? "unpriced" : "mixed";
  }

  private String described(String status, boolean isCall) {
    return switch (status) {
      case "priced" -> "at the price book's cost";
      case "partly_priced" ->
          String.format(
              Locale.ROOT,
              "at the price book's cost of %,d priced requests of %,d%s",
              priced,
              requests,
              isCall ? "" : ": the units are of all");
      case "provider_reported" -> "whose cost was reported by call: it is in a row of its own";
      case "free" -> "which a gateway's cache answered, or that failed unused, at no cost";
      case "unpriced" -> "of which nobody knows the cost: not free";
      default -> "without a cost of their own: of calls that were free, reported or unpriced";
    };
  }

  private void reported() {
    long calls = Cells.count(day, "provider_reported_requests");
    BigDecimal cost = Cells.usd(day, "uncharged_cost_usd");
    if (calls > 0 || cost.signum() != 0) {
      String what = "at the cost that was reported with them";
      output.accept(callsRow("provider_reported", calls, cost, what).toRecord());
    }
  }

  private void free() {
    long calls = Cells.count(day, "free_requests");
    BigDecimal avoided = Cells.usd(day, "avoided_cost_usd");
    if (calls > 0 || avoided.signum() != 0) {
      FocusRow row =
          callsRow(
              "free",
              calls,
              NOTHING,
              "that a gateway's cache answered, or that failed unused, at no cost");
      output.accept(row.set("x_AvoidedCost", avoided).toRecord());
    }
  }

  private void unpriced() {
    long calls = Cells.count(day, "unpriced_requests");
    if (calls > 0) {
      String what =
          String.format(
              Locale.ROOT,
              "of which nobody knows the cost, with %,d input and %,d output tokens: not free, but"
                  + " missing from this bill",
              Cells.count(day, "unpriced_tokens_input"),
              Cells.count(day, "unpriced_tokens_output"));
      output.accept(callsRow("unpriced", calls, NOTHING, what).toRecord());
    }
  }

  /** Counted in calls: their tokens are in the rows of the charges, and would count twice. */
  private FocusRow callsRow(String status, long calls, BigDecimal cost, String what) {
    return start(cost, calls, "Requests", status + "_requests", calls)
        .set("x_CostStatus", status)
        .set(
            "ChargeDescription",
            String.format(
                Locale.ROOT,
                "%,d %s to %s %s",
                calls,
                calls == 1 ? "request" : "requests",
                Cells.model(day),
                what));
  }

  private FocusRow start(BigDecimal cost, long units, String unit, String meter, long calls) {
    return new FocusRow(month, day)
        .cost(cost)
        .quantity(units, unit)
        .meter(meter)
        .set("x_Requests", calls);
  }
}
