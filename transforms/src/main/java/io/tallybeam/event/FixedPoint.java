package io.tallybeam.event;

/**
 * Reads decimal text as a whole multiple of {@code 10^-scale}, without a double on the way.
 *
 * @param scale how many digits after the point are kept; what lies behind them is rounded half-even
 * @param max the largest multiple that is allowed, at most 10^18; a text above it by however little
 *     is too large
 * @param whole whether a text that would need rounding is refused instead
 */
record FixedPoint(int scale, long max, boolean whole) {

  /** Token counts. */
  static final FixedPoint TOKENS = new FixedPoint(0, Call.MAX_TOKENS, true);

  /** A latency: text in milliseconds, value in microseconds. */
  static final FixedPoint MILLIS_TO_MICROS = new FixedPoint(3, Call.MAX_LATENCY_MICROS, false);

  /** A cost: text in USD, value in 1e-12 USD. */
  static final FixedPoint USD_TO_PICOS = new FixedPoint(12, Call.MAX_COST_PICOS, false);

  /** The weight of a tag: in millionths. */
  static final FixedPoint TAG_WEIGHT = new FixedPoint(6, Tag.MAX_WEIGHT, false);

  /** The text is not a number. */
  static final long NOT_A_NUMBER = -1;

  /** The number is below zero. A negative zero is not. */
  static final long NEGATIVE = -2;

  /** The number is above the largest allowed. */
  static final long TOO_LARGE = -3;

  /** The number is not a whole multiple, and must be. */
  static final long NOT_WHOLE = -4;

  private static final long MAX_MAX = 1_000_000_000_000_000_000L;

  /** As many digits as a long holds when taken for unsigned. */
  private static final int MAX_DIGITS = 19;

  /** Exponents are counted up to here, far more than the digits of any text can make up for. */
  private static final long EXPONENT_LIMIT = 1L << 40;

  FixedPoint {
    if (scale < 0 || max < 0 || max > MAX_MAX) {
      throw new IllegalArgumentException("Not a fixed point: scale " + scale + ", max " + max);
    }
  }

  /**
   * Reads {@code chars[offset, offset + length)}, which must follow the grammar of a JSON number.
   *
   * @return 0 to {@link #max}, or the first that is true of {@link #NOT_A_NUMBER}, {@link
   *     #NEGATIVE}, {@link #TOO_LARGE}, {@link #NOT_WHOLE}
   */
  long parse(char[] chars, int offset, int length) {
    if (!NumberText.matches(chars, offset, length)) {
      return NOT_A_NUMBER;
    }
    int end = offset + length;
    boolean negative = chars[offset] == '-';
    int start = negative ? offset + 1 : offset;
    int pointAt = NumberText.afterDigits(chars, start, end);
    int digitsEnd =
        pointAt < end && chars[pointAt] == '.'
            ? NumberText.afterDigits(chars, pointAt + 1, end)
            : pointAt;
    int first = firstSignificant(chars, start, digitsEnd);
    if (first == digitsEnd) {
      return 0;
    }
    if (negative) {
      return NEGATIVE;
    }
    // How many digits, from the first significant one on, stand before the point of the result.
    long kept =
        (first < pointAt ? pointAt - first : pointAt + 1 - first)
            + exponent(chars, digitsEnd, end)
            + scale;
    return kept > MAX_DIGITS ? TOO_LARGE : round(chars, first, digitsEnd, kept);
  }

  private static int firstSignificant(char[] chars, int start, int end) {
    int i = start;
    while (i < end && (chars[i] == '0' || chars[i] == '.')) {
      i++;
    }
    return i;
  }

  private static long exponent(char[] chars, int from, int end) {
    if (from == end) {
      return 0;
    }
    boolean negative = chars[from + 1] == '-';
    int i = negative || chars[from + 1] == '+' ? from + 2 : from + 1;
    long exponent = 0;
    for (; i < end && exponent < EXPONENT_LIMIT; i++) {
      exponent = exponent * 10 + (chars[i] - '0');
    }
    return negative ? -exponent : exponent;
  }

  private long round(char[] chars, int first, int end, long kept) {
    long value = 0;
    int half = kept < 0 ? -1 : Integer.MIN_VALUE;
    boolean more = kept < 0;
    long taken = 0;
    for (int i = first; i < end; i++) {
      if (chars[i] == '.') {
        continue;
      }
      int digit = chars[i] - '0';
      if (taken < kept) {
        value = value * 10 + digit;
      } else if (taken == kept) {
        half = digit - 5;
      } else {
        more |= digit != 0;
      }
      taken++;
    }
    for (; taken < kept; taken++) {
      value *= 10;
    }
    boolean inexact = more || half > -5;
    // Nineteen digits can fill the sign bit as well.
    int compared = Long.compareUnsigned(value, max);
    if (compared > 0 || (compared == 0 && inexact)) {
      return TOO_LARGE;
    }
    if (whole && inexact) {
      return NOT_WHOLE;
    }
    boolean up = half > 0 || (half == 0 && (more || (value & 1) == 1));
    return up ? value + 1 : value;
  }
}
