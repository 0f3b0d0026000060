package io.tallybeam.event;

/** Dates of the Gregorian calendar, also before its introduction, from year 0 on. */
final class CivilDate {

  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** The days before each month of a year that starts in March. */
  private static final int[] DAYS_BEFORE = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};

  /** The days from 0000-03-01 to 1970-01-01. */
  private static final long EPOCH = 719_468;

  private CivilDate() {}

  static boolean isValid(int year, int month, int day) {
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= (month == 2 && isLeap(year) ? 29 : DAYS[month - 1]);
  }

  /** Days since 1970-01-01. */
  static long epochDay(int year, int month, int day) {
    // Years that start in March have their leap day at their end. Those before year 0 need a floor.
    long y = month <= 2 ? year - 1L : year;
    return 365 * y
        + Math.floorDiv(y, 4)
        - Math.floorDiv(y, 100)
        + Math.floorDiv(y, 400)
        + DAYS_BEFORE[month - 1]
        + (day - 1)
        - EPOCH;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }
}
