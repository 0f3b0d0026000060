package io.tallybeam.event;

/**
 * Reads the time of an event: ISO-8601, or a number since the epoch.
 *
 * <p>ISO-8601 is {@code YYYY-MM-DD}, a {@code T}, {@code t} or space, {@code hh:mm:ss}, a fraction
 * of 1 to 9 digits behind a point or a comma or none, and {@code Z}, {@code z}, {@code UTC}, {@code
 * GMT}, {@code ±hh:mm}, {@code ±hhmm}, {@code ±hh} up to 18 hours, or nothing for UTC. Before that
 * there may be a space, and behind it the name of the zone in brackets. Calendar dates are checked;
 * there is no hour 24 and no leap second.
 *
 * <p>A number has at most 19 digits before its point, and no exponent. Its size tells its unit: an
 * absolute value below 1e11 is in seconds, below 1e14 in milliseconds, below 1e17 in microseconds,
 * else in nanoseconds.
 */
final class EventTime {

  /** {@code YYYY-MM-DDThh:mm:ss}. */
  private static final int SECONDS_END = 19;

  private static final int MAX_FRACTION = 9;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private EventTime() {}

  /**
   * Milliseconds since the epoch, rounded down; {@link Parsed#NO_TIME} if {@code chars[offset,
   * offset + length)} is not a time.
   */
  static long parse(char[] chars, int offset, int length) {
    boolean isDate = length >= SECONDS_END && chars[offset + 4] == '-';
    return isDate ? iso(chars, offset, offset + length) : EpochTime.parse(chars, offset, length);
  }

  private static long iso(char[] chars, int at, int end) {
    int year = digits(chars, at, 4);
    int month = digits(chars, at + 5, 2);
    int day = digits(chars, at + 8, 2);
    int hour = digits(chars, at + 11, 2);
    int minute = digits(chars, at + 14, 2);
    int second = digits(chars, at + 17, 2);
    boolean valid =
        year >= 0
            && CivilDate.isValid(year, month, day)
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60
            && chars[at + 7] == '-'
            && isDateEnd(chars[at + 10])
            && chars[at + 13] == ':'
            && chars[at + 16] == ':';
    if (!valid) {
      return Parsed.NO_TIME;
    }
    int zone = at + SECONDS_END;
    int millis = 0;
    if (zone < end && (chars[zone] == '.' || chars[zone] == ',')) {
      int fraction = zone + 1;
      zone = NumberText.afterDigits(chars, fraction, end);
      if (zone == fraction || zone - fraction > MAX_FRACTION) {
        return Parsed.NO_TIME;
      }
      millis = thousandths(chars, fraction, zone);
    }
    int offsetMinutes = zoneMinutes(chars, zone, end);
    if (offsetMinutes > MAX_OFFSET_MINUTES) {
      return Parsed.NO_TIME;
    }
    return CivilDate.epochDay(year, month, day) * MILLIS_PER_DAY
        + (hour * 60 + minute - offsetMinutes) * MILLIS_PER_MINUTE
        + second * 1000L
        + millis;
  }

  private static boolean isDateEnd(char c) {
    return c == 'T' || c == 't' || c == ' ';
  }

  /** The first three of the digits in {@code [from, end)}, filled up with zeros. */
  static int thousandths(char[] chars, int from, int end) {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      value = value * 10 + (i < end ? chars[i] - '0' : 0);
    }
    return value;
  }

  /** As {@link #offsetMinutes}, with what other programs print around it. */
  private static int zoneMinutes(char[] chars, int from, int end) {
    int at = end - from > 1 && chars[from] == ' ' ? from + 1 : from;
    int to = end;
    if (end > at && chars[end - 1] == ']') {
      // The name of the zone: the offset stands before it.
      do {
        to--;
      } while (to > at && chars[to] != '[');
      if (to == at) {
        return Integer.MAX_VALUE;
      }
    }
    String zone = to - at == 3 ? new String(chars, at, 3) : "";
    return zone.equalsIgnoreCase("UTC") || zone.equalsIgnoreCase("GMT")
        ? 0
        : offsetMinutes(chars, at, to);
  }

  /** Minutes east of UTC, or more than {@link #MAX_OFFSET_MINUTES} if this is not an offset. */
  private static int offsetMinutes(char[] chars, int from, int end) {
    int length = end - from;
    if (length == 0 || (length == 1 && (chars[from] | 0x20) == 'z')) {
      return 0;
    }
    char sign = chars[from];
    boolean colon = length == 6 && chars[from + 3] == ':';
    if ((sign != '+' && sign != '-') || (length != 3 && length != 5 && !colon)) {
      return Integer.MAX_VALUE;
    }
    int hours = digits(chars, from + 1, 2);
    int minutes = length == 3 ? 0 : digits(chars, end - 2, 2);
    int total = hours * 60 + minutes;
    if (hours < 0 || minutes < 0 || minutes > 59 || total > MAX_OFFSET_MINUTES) {
      return Integer.MAX_VALUE;
    }
    return sign == '-' ? -total : total;
  }

  /** The number of exactly {@code count} digits, or -1. */
  private static int digits(char[] chars, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = chars[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
