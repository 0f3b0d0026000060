package io.tallybeam.book;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads rates and multipliers from decimal text, without a double on the way.
 *
 * <p>The bounds are what the exact arithmetic of {@link io.tallybeam.pricing} rests on.
 */
final class RateText {

  /** Above this many USD a token, call or search a rate is a mistake. */
  static final BigDecimal MAX_RATE = BigDecimal.valueOf(10_000);

  /** Above this a multiplier is a mistake. */
  static final BigDecimal MAX_MULTIPLIER = BigDecimal.valueOf(100);

  private static final int MAX_RATE_DECIMALS = 24;
  private static final int MAX_MULTIPLIER_DECIMALS = 4;
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private RateText() {}

  /** A rate in units of {@code 10^-exponent} USD, as USD. */
  static BigDecimal rate(String field, String text, int exponent) throws Complaint {
    BigDecimal rate = number(field, text).scaleByPowerOfTen(-exponent);
    return inBounds(field, text, rate, MAX_RATE, MAX_RATE_DECIMALS);
  }

  /** What charges are multiplied by. */
  static BigDecimal multiplier(String field, String text) throws Complaint {
    BigDecimal multiplier = number(field, text);
    if (multiplier.signum() == 0) {
      throw new Complaint(field + ": " + text + " would make all calls free");
    }
    return inBounds(field, text, multiplier, MAX_MULTIPLIER, MAX_MULTIPLIER_DECIMALS);
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text.strip()).matches();
  }

  private static BigDecimal number(String field, String text) throws Complaint {
    if (!isNumber(text)) {
      throw new Complaint(field + ": " + cut(text) + " is not a number");
    }
    return new BigDecimal(text.strip());
  }

  private static BigDecimal inBounds(
      String field, String text, BigDecimal value, BigDecimal max, int decimals) throws Complaint {
    if (value.signum() < 0) {
      throw new Complaint(field + ": " + text + " is negative");
    }
    if (value.compareTo(max) > 0) {
      throw new Complaint(field + ": " + text + " is too large, is the unit right?");
    }
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (plain.scale() > decimals) {
      throw new Complaint(field + ": " + text + " has more than " + decimals + " decimals");
    }
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }
}
