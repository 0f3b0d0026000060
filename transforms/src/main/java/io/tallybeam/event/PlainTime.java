package io.tallybeam.event;

/** Reads the times that nearly all events have: {@code YYYY-MM-DDThh:mm:ss[.fraction]Z}. */
final class PlainTime {

  private static final int SECONDS_END = 19;
  private static final int MAX_FRACTION = 9;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private PlainTime() {}

  /**
   * Milliseconds since the epoch, rounded down; {@link Parsed#NO_TIME} if {@code bytes[from, end)}
   * is not such a time.
   */
  static long parse(byte[] bytes, int from, int end) {
    if (end - from <= SECONDS_END || bytes[end - 1] != 'Z') {
      return Parsed.NO_TIME;
    }
    boolean shaped =
        bytes[from + 4] == '-'
            && bytes[from + 7] == '-'
            && bytes[from + 10] == 'T'
            && bytes[from + 13] == ':'
            && bytes[from + 16] == ':';
    int century = two(bytes, from);
    int ofCentury = two(bytes, from + 2);
    int month = two(bytes, from + 5);
    int day = two(bytes, from + 8);
    int hour = two(bytes, from + 11);
    int minute = two(bytes, from + 14);
    int second = two(bytes, from + 17);
    boolean digits = (century | ofCentury | month | day | hour | minute | second) >= 0;
    int millis = end - from == SECONDS_END + 1 ? 0 : millis(bytes, from + SECONDS_END, end - 1);
    int year = century * 100 + ofCentury;
    if (!shaped
        || !digits
        || millis < 0
        || hour > 23
        || minute > 59
        || second > 59
        || !CivilDate.isValid(year, month, day)) {
      return Parsed.NO_TIME;
    }
    return CivilDate.epochDay(year, month, day) * MILLIS_PER_DAY
        + ((hour * 60 + minute) * 60 + second) * 1000L
        + millis;
  }

  /** The number of two digits, or a negative one if they are none. */
  private static int two(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
  }

  /** The first three digits behind the point at {@code point}, or -1. */
  private static int millis(byte[] bytes, int point, int end) {
    int digits = end - point - 1;
    if (bytes[point] != '.'
        || digits < 1
        || digits > MAX_FRACTION
        || PlainJson.afterDigits(bytes, point + 1, end) != end) {
      return -1;
    }
    int value = 0;
    for (int i = point + 1; i <= point + 3; i++) {
      value = value * 10 + (i < end ? bytes[i] - '0' : 0);
    }
    return value;
  }
}
