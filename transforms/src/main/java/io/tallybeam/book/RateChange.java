package io.tallybeam.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A rate that two entries state differently.
 *
 * @param rate which one, such as {@code batch output above 200000 tokens}
 * @param before USD a token, call or search; empty if it was not stated
 * @param after the same
 */
public record RateChange(String rate, Optional<BigDecimal> before, Optional<BigDecimal> after) {

  private static final BigDecimal JUMP = BigDecimal.TEN;

  /** What differs from one entry to another, uplifts included. */
  public static List<RateChange> between(PriceEntry before, PriceEntry after) {
    List<RateChange> changes = new ArrayList<>();
    SortedSet<Long> tiers = new TreeSet<>();
    before.tiers().forEach(tier -> tiers.add(tier.above()));
    after.tiers().forEach(tier -> tiers.add(tier.above()));
    for (long above : tiers) {
      for (ServiceTier service : ServiceTier.values()) {
        for (Charge charge : Charge.all()) {
          add(
              label(above, service, charge),
              rate(before, above, service, charge),
              rate(after, above, service, charge),
              changes);
        }
      }
    }
    SortedSet<String> regions = new TreeSet<>(before.uplifts().keySet());
    regions.addAll(after.uplifts().keySet());
    for (String region : regions) {
      add(
          "uplift " + region,
          Optional.ofNullable(before.uplifts().get(region)),
          Optional.ofNullable(after.uplifts().get(region)),
          changes);
    }
    return changes;
  }

  private static void add(
      String rate,
      Optional<BigDecimal> before,
      Optional<BigDecimal> after,
      List<RateChange> changes) {
    boolean equal =
        (before.isPresent() && after.isPresent())
            ? before.get().compareTo(after.get()) == 0
            : before.isPresent() == after.isPresent();
    if (!equal) {
      changes.add(new RateChange(rate, before, after));
    }
  }

  private static Optional<BigDecimal> rate(
      PriceEntry entry, long above, ServiceTier service, Charge charge) {
    return entry.tiers().stream()
        .filter(tier -> tier.above() == above)
        .findFirst()
        .flatMap(tier -> tier.rate(service, charge));
  }

  private static String label(long above, ServiceTier service, Charge charge) {
    return (service == ServiceTier.STANDARD ? "" : service.label() + " ")
        + charge.label()
        + (above == Sheet.BASE ? "" : " above " + above + " tokens");
  }

  /** Whether one is ten times the other or more: a unit may have been mistaken. */
  boolean isJump() {
    if (before.isEmpty() || after.isEmpty()) {
      return false;
    }
    BigDecimal smaller = before.get().min(after.get());
    BigDecimal larger = before.get().max(after.get());
    return larger.compareTo(smaller.multiply(JUMP)) >= 0;
  }

  @Override
  public String toString() {
    return rate + " " + text(before) + " -> " + text(after);
  }

  private static String text(Optional<BigDecimal> rate) {
    return rate.map(BigDecimal::toPlainString).orElse("none");
  }
}
