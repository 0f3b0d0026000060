package io.tallybeam.prices;

import io.tallybeam.book.BookTime;
import io.tallybeam.book.Charge;
import io.tallybeam.book.Fallback;
import io.tallybeam.book.PriceBook;
import io.tallybeam.book.PriceEntry;
import io.tallybeam.book.ServiceTier;
import io.tallybeam.launch.OptionText;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.pricing.CostStatus;
import io.tallybeam.pricing.RateSource;
import io.tallybeam.pricing.UnpricedReason;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The steps that lead to the cost of a call.
 *
 * @param charged what the provider is due if it answers
 * @param cost what the call costs
 */
record Explanation(PriceBook book, ExplainedCall call, CallCost charged, CallCost cost) {

  private static final String ROW = "  %-15s %16s   %-26s %24s   %s%n";

  void print(PrintStream out) {
    printLookUp(out);
    printTier(out);
    printCharges(out);
    printOutcome(out);
  }

  private void printLookUp(PrintStream out) {
    out.printf("1. Look-up at %s%n", Instant.ofEpochMilli(call.atMillis()));
    String found = charged.match().name();
    for (String name :
        book.namesTried(call.provider(), call.region(), call.model(), call.atMillis())) {
      out.printf("  %-40s %s%n", name, name.equals(found) ? "found" : "no price then");
    }
    Optional<PriceEntry> entry = charged.match().entry();
    entry.ifPresent(
        price ->
            out.printf(
                "  by the entry %s of %s, in force %s (%s)%n",
                price.name(),
                price.file(),
                BookTime.text(price.effective()),
                OptionText.label(charged.match().rule())));
  }

  private void printTier(PrintStream out) {
    out.printf("2. Tokens, counted %s%n", OptionText.label(call.counting()));
    out.printf("  prompt of %,d tokens, cached ones included", charged.promptTokens());
    out.print(
        charged.tierAbove() == 0
            ? System.lineSeparator()
            : String.format(": the tier above %,d, for all of the call%n", charged.tierAbove()));
  }

  private void printCharges(PrintStream out) {
    out.printf("3. Charges%n");
    out.printf(ROW, "charge", "units", "USD each", "USD", "rate");
    for (Charge charge : Charge.all()) {
      Optional<RateSource> source = charged.source(charge);
      if (charged.units(charge) > 0 && (charge.perToken() || source.isPresent())) {
        String rate = source.map(RateSource::rate).map(Explanation::text).orElse("none");
        String origin = source.map(Explanation::origin).orElse("not stated");
        String units = String.format("%,d", charged.units(charge));
        out.printf(
            ROW, charge.label(), units, rate, charged.chargeUsd(charge).toPlainString(), origin);
      }
    }
    out.printf(ROW, "computed", "", "", charged.computedUsd().toPlainString(), "rounded once");
  }

  private static String origin(RateSource source) {
    StringBuilder text = new StringBuilder(text(source.stated()));
    text.append(" stated for ");
    text.append(source.service() == ServiceTier.STANDARD ? "" : source.service().label() + " ");
    text.append(source.charge().label());
    text.append(source.above() == 0 ? "" : " above " + source.above() + " tokens");
    if (source.factor().compareTo(BigDecimal.ONE) != 0) {
      text.append(", times ").append(text(source.factor()));
    }
    List<Fallback> fallbacks = Fallback.in(source.fallbacks());
    return fallbacks.isEmpty()
        ? text.toString()
        : text.append(", ").append(labels(fallbacks)).toString();
  }

  private void printOutcome(PrintStream out) {
    out.printf("4. Outcome by the policy %s%n", OptionText.label(call.policy()));
    String reason = cost.reason() == UnpricedReason.NONE ? "" : " (" + cost.reason().label() + ")";
    out.printf("  status      %s%s%n", cost.status().label(), reason);
    out.printf(
        "  cost        %s%n",
        cost.status() == CostStatus.UNPRICED ? "unknown" : cost.costUsd().toPlainString() + " USD");
    if (cost.status() == CostStatus.FREE) {
      String avoided =
          cost.reason() == UnpricedReason.NONE ? text(cost.avoidedUsd()) + " USD" : "unknown";
      out.printf("  avoided     %s%n", avoided);
    }
    out.printf("  version     %s%n", cost.version().isEmpty() ? "none" : cost.version());
    out.printf(
        "  fallbacks   %s%n", cost.fallbacks().isEmpty() ? "none" : labels(cost.fallbacks()));
  }

  private static String labels(List<Fallback> fallbacks) {
    return String.join(", ", fallbacks.stream().map(Fallback::label).toList());
  }

  private static String text(BigDecimal usd) {
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }
}
