package io.tallybeam.event;

/** Reads a time that is a plain decimal number since the epoch, in a unit told by its size. */
final class EpochTime {

  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 100_000_000_000_000L;
  private static final long MICROS_BELOW = 100_000_000_000_000_000L;

  private static final int MAX_DIGITS = 19;

  private EpochTime() {}

  /** As {@link EventTime#parse}. */
  static long parse(char[] chars, int offset, int length) {
    if (!NumberText.matches(chars, offset, length)) {
      return Parsed.NO_TIME;
    }
    int end = offset + length;
    boolean negative = chars[offset] == '-';
    int start = negative ? offset + 1 : offset;
    int point = NumberText.afterDigits(chars, start, end);
    int fraction = Math.min(point + 1, end);
    boolean hasExponent = NumberText.afterDigits(chars, fraction, end) < end;
    if (point - start > MAX_DIGITS || (point < end && chars[point] != '.') || hasExponent) {
      return Parsed.NO_TIME;
    }
    return millis(chars, start, fraction, end, negative);
  }

  private static long millis(char[] chars, int start, int fraction, int end, boolean negative) {
    // Nineteen digits can fill the sign bit as well: this number has none.
    long number = 0;
    for (int i = start; i < end && chars[i] != '.'; i++) {
      number = number * 10 + (chars[i] - '0');
    }
    long millis;
    boolean cut;
    if (number >= 0 && number < SECONDS_BELOW) {
      millis = number * 1000 + EventTime.thousandths(chars, fraction, end);
      cut = !isZero(chars, fraction + 3, end);
    } else {
      long perMilli =
          number >= 0 && number < MILLIS_BELOW
              ? 1
              : number >= 0 && number < MICROS_BELOW ? 1000 : 1_000_000;
      millis = Long.divideUnsigned(number, perMilli);
      cut = Long.remainderUnsigned(number, perMilli) != 0 || !isZero(chars, fraction, end);
    }
    if (!negative) {
      return millis;
    }
    return cut ? -millis - 1 : -millis;
  }

  private static boolean isZero(char[] chars, int from, int end) {
    for (int i = from; i < end; i++) {
      if (chars[i] != '0') {
        return false;
      }
    }
    return true;
  }
}
