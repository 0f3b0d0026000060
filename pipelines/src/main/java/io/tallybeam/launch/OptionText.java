package io.tallybeam.launch;

import io.tallybeam.error.UserError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the values of options; every error names the option. */
public final class OptionText {

  /** The years that have four digits: all that engines read, in microseconds as well. */
  private static final Instant FIRST = Instant.parse("0000-12-31T23:59:59.999Z");

  private static final Instant LAST = Instant.parse("+10000-01-01T00:00:00Z");

  /** A hundred years; times of events, which have four digits, stay far from overflow with it. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private OptionText() {}

  /** A length of time such as {@code 15m}, {@code 30s}, {@code 1h} or {@code PT15M}; in ms. */
  public static Duration duration(String option, String value) {
    return bounded(option, value, parsed(option, value));
  }

  /** {@code duration}, which {@code value} tells, unless it is longer than any that is taken. */
  public static Duration bounded(String option, String value, Duration duration) {
    if (duration.abs().compareTo(LONGEST) > 0) {
      throw new UserError(
          String.format(
              "--%s=%s: expected a duration of at most %d days", option, value, LONGEST.toDays()));
    }
    return duration;
  }

  private static Duration parsed(String option, String value) {
    try {
      String text = value.strip().toUpperCase(Locale.ROOT);
      String iso = text.startsWith("P") ? text : "PT" + text;
      return Duration.ofMillis(Duration.parse(iso).toMillis());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new UserError("--" + option + "=" + value + ": expected a duration, such as 15m", e);
    }
  }

  /**
   * A point in time such as {@code 2023-11-16T18:00:00Z}, or a date in UTC, up to the year 9999;
   * milliseconds.
   */
  public static long time(String option, String value) {
    try {
      Instant time =
          value.contains("T")
              ? Instant.parse(value)
              : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (time.isAfter(FIRST) && time.isBefore(LAST)) {
        return time.toEpochMilli();
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new UserError(
        "--" + option + "=" + value + ": expected a time, such as 2023-11-16T18:00:00Z");
  }

  /** A time zone such as {@code Asia/Kolkata}. */
  public static ZoneId zone(String option, String value) {
    try {
      return ZoneId.of(value);
    } catch (DateTimeException e) {
      throw new UserError(
          "--" + option + "=" + value + ": expected a time zone, such as Asia/Kolkata", e);
    }
  }

  /** A share from 0 to 1, as a number or with a percent sign. */
  public static double share(String option, String value) {
    try {
      String text = value.strip();
      double share =
          text.endsWith("%")
              ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
              : Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError(
        "--" + option + "=" + value + ": expected a share from 0 to 1, such as 0.01 or 1%");
  }

  /** One of {@code choices} by its {@link #label}. */
  public static <E extends Enum<E>> E choice(String option, String value, E[] choices) {
    return Arrays.stream(choices)
        .filter(choice -> label(choice).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "--"
                        + option
                        + "="
                        + value
                        + ": expected one of "
                        + Arrays.stream(choices)
                            .map(OptionText::label)
                            .collect(Collectors.joining(", "))));
  }

  /** The name of a choice as an option, such as {@code prefer-computed}. */
  public static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A whole number from {@code min} to {@code max}. */
  public static int inRange(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new UserError(
          String.format("--%s=%d: expected a number from %d to %d", option, value, min, max));
    }
    return value;
  }
}
