package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/**
 * A time of a call, and the ways to spell it, all of which are the same millisecond.
 *
 * @param millis since the epoch
 */
record EventTimes(long millis) {

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  /** A time in a window of 15 minutes; its first and its last millisecond are likely. */
  static EventTimes in(Instant window, Random random) {
    int size = 15 * 60 * 1000;
    int offset =
        switch (random.nextInt(20)) {
          case 0 -> 0;
          case 1 -> size - 1;
          default -> random.nextInt(size);
        };
    return new EventTimes(window.toEpochMilli() + offset);
  }

  /** In UTC, as JSON. */
  String plain() {
    return '"' + iso(ZoneOffset.UTC) + "Z\"";
  }

  /** In one of many ways, as JSON. */
  String spelled(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> Long.toString(millis);
      case 1 -> BigDecimal.valueOf(millis, 3).toPlainString();
      case 2 -> '"' + BigDecimal.valueOf(millis, 3).toPlainString() + "9\"";
      case 3 -> '"' + iso(ZoneOffset.UTC) + '"';
      case 4 -> '"' + iso(ZoneOffset.UTC) + "999Z\"";
      case 5 -> '"' + iso(ZoneOffset.ofHoursMinutes(5, 30)) + "+05:30\"";
      case 6 -> '"' + iso(ZoneOffset.ofHours(-8)).replace('T', ' ') + "999999-08:00\"";
      default -> plain();
    };
  }

  private String iso(ZoneOffset zone) {
    return ISO.format(Instant.ofEpochMilli(millis).atOffset(zone));
  }
}
