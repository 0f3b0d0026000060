package io.tallybeam.focus;

import java.math.BigDecimal;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What one unit cost, on average: tiers, services and regions have prices of their own. */
final class UnitPrice {

  private UnitPrice() {}

  /**
   * The price that gives {@code cost} exactly, in USD.
   *
   * @param versions of the prices, more than one of them separated by commas
   * @return empty if there is none of 12 digits, or if several prices held
   */
  static Optional<BigDecimal> of(BigDecimal cost, long units, @Nullable String versions) {
    if (units <= 0 || cost.signum() < 0 || versions == null || versions.contains(", ")) {
      return Optional.empty();
    }
    BigDecimal[] price =
        cost.movePointRight(FocusSchema.SCALE).divideAndRemainder(BigDecimal.valueOf(units));
    return price[1].signum() == 0
        ? Optional.of(price[0].movePointLeft(FocusSchema.SCALE).setScale(FocusSchema.SCALE))
        : Optional.empty();
  }
}
