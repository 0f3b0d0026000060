package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** Times of a price book: a date, which begins at midnight in UTC, or an instant. */
public final class BookTime {

  private static final long MILLIS_PER_DAY = 86_400_000;

  private BookTime() {}

  /** Milliseconds since the epoch, or empty if {@code text} is no time of the years 1 to 9999. */
  static OptionalLong parse(String text) {
    try {
      Instant time =
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      return year >= 1 && year <= 9999
          ? OptionalLong.of(time.toEpochMilli())
          : OptionalLong.empty();
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  /** A time of a book as it is written there; the start of all time is {@code always}. */
  public static String text(long millis) {
    if (millis == Long.MIN_VALUE) {
      return "always";
    }
    String text = Instant.ofEpochMilli(millis).toString();
    return Math.floorMod(millis, MILLIS_PER_DAY) == 0 ? text.substring(0, text.indexOf('T')) : text;
  }

  /** When prices hold, such as {@code from 2026-03-06 to 2026-03-30}. */
  public static String text(TimeRange range) {
    String to = range.to() == Long.MAX_VALUE ? "" : "to " + text(range.to());
    if (range.from() == Long.MIN_VALUE) {
      return to.isEmpty() ? "always" : to;
    }
    return ("from " + text(range.from()) + " " + to).strip();
  }
}
