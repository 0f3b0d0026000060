package io.tallybeam.event;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of a JSON number (RFC 8259), for numbers that stand in a text as well. */
final class NumberText {

  /** The longest text of a number, in characters, that is read. */
  static final int MAX_LENGTH = 1000;

  private static final Pattern LONG_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{3,}");

  private NumberText() {}

  /** Whether {@code chars[offset, offset + length)} is a number and nothing else. */
  static boolean matches(char[] chars, int offset, int length) {
    int end = offset + length;
    int i = offset < end && chars[offset] == '-' ? offset + 1 : offset;
    int fraction = afterDigits(chars, i, end);
    if (fraction == i || (chars[i] == '0' && fraction > i + 1)) {
      return false;
    }
    i = fraction;
    if (i < end && chars[i] == '.') {
      int exponent = afterDigits(chars, i + 1, end);
      if (exponent == i + 1) {
        return false;
      }
      i = exponent;
    }
    if (i < end && (chars[i] | 0x20) == 'e') {
      i++;
      if (i < end && (chars[i] == '+' || chars[i] == '-')) {
        i++;
      }
      int after = afterDigits(chars, i, end);
      return after > i && after == end;
    }
    return i == end;
  }

  /**
   * A number without an exponent, and without zeros at the end of its fraction; empty if that is
   * very long.
   */
  static Optional<String> plain(String number) {
    if (LONG_EXPONENT.matcher(number).find()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(number).stripTrailingZeros();
    return Optional.of(value.toPlainString());
  }

  /** The first index in {@code [from, end)} without an ASCII digit, or {@code end}. */
  static int afterDigits(char[] chars, int from, int end) {
    int i = from;
    while (i < end && chars[i] >= '0' && chars[i] <= '9') {
      i++;
    }
    return i;
  }
}
