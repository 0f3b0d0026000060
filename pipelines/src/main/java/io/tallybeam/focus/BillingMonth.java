package io.tallybeam.focus;

import io.tallybeam.error.UserError;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * A calendar month in UTC, which is closed when it ends.
 *
 * @param month the month
 */
record BillingMonth(YearMonth month) {

  private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}");

  /**
   * Reads {@code --month}.
   *
   * @throws UserError if it is none
   */
  static BillingMonth parse(String text) {
    if (FORM.matcher(text).matches() && !text.startsWith("0000")) {
      try {
        return new BillingMonth(YearMonth.parse(text));
      } catch (DateTimeException e) {
        // Said below.
      }
    }
    throw new UserError("--month=" + text + ": expected a calendar month, such as 2026-03");
  }

  /** The month that holds {@code time}. */
  static BillingMonth of(OffsetDateTime time) {
    return new BillingMonth(YearMonth.from(time.withOffsetSameInstant(ZoneOffset.UTC)));
  }

  /** Its start, inclusive. */
  OffsetDateTime start() {
    return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  /** Its end, exclusive. */
  OffsetDateTime end() {
    return new BillingMonth(month.plusMonths(1)).start();
  }

  /** Whether {@code time} lies in it. */
  boolean contains(OffsetDateTime time) {
    return !time.isBefore(start()) && time.isBefore(end());
  }

  @Override
  public String toString() {
    return month.toString();
  }
}
