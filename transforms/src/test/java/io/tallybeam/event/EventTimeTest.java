package io.tallybeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2023-11-16T18:17:03Z, 2023-11-16T18:17:03Z",
    "2023-11-16t18:17:03z, 2023-11-16T18:17:03Z",
    "2023-11-16 18:17:03, 2023-11-16T18:17:03Z",
    "2023-11-16T18:17:03.9799600, 2023-11-16T18:17:03.979Z",
    "2023-11-16T18:17:03.9Z, 2023-11-16T18:17:03.900Z",
    "2023-11-16T18:17:03.999999999Z, 2023-11-16T18:17:03.999Z",
    "2023-11-16T18:17:03+05:30, 2023-11-16T12:47:03Z",
    "2023-11-16T18:17:03.5-0330, 2023-11-16T21:47:03.500Z",
    "2023-11-16T00:17:03+01, 2023-11-15T23:17:03Z",
    "2023-11-16T00:17:03-00:00, 2023-11-16T00:17:03Z",
    "2023-11-16T18:17:03+18:00, 2023-11-16T00:17:03Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
    "1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    "2023-11-16 18:17:03.979 UTC, 2023-11-16T18:17:03.979Z",
    "2023-11-16 18:17:03 +0100, 2023-11-16T17:17:03Z",
    "2023-11-16T18:17:03Z[UTC], 2023-11-16T18:17:03Z",
    "2023-11-16T18:17:03+01:00[Europe/Paris], 2023-11-16T17:17:03Z",
    "'2023-11-16 18:17:03,979', 2023-11-16T18:17:03.979Z",
    "2023-11-16T18:17:03gmt, 2023-11-16T18:17:03Z",
    "0, 1970-01-01T00:00:00Z",
    "-0, 1970-01-01T00:00:00Z",
    "1700158623, 2023-11-16T18:17:03Z",
    "1700158623.9799, 2023-11-16T18:17:03.979Z",
    "1700158623979, 2023-11-16T18:17:03.979Z",
    "1700158623979.9, 2023-11-16T18:17:03.979Z",
    "1700158623979999, 2023-11-16T18:17:03.979Z",
    "1700158623979999999, 2023-11-16T18:17:03.979Z",
    "-1, 1969-12-31T23:59:59Z",
    "-0.0001, 1969-12-31T23:59:59.999Z",
    "-0.0000, 1970-01-01T00:00:00Z",
    "-1.001, 1969-12-31T23:59:58.999Z",
    "99999999999.999, 5138-11-16T09:46:39.999Z",
    "100000000000, 1973-03-03T09:46:40Z",
    "99999999999999, 5138-11-16T09:46:39.999Z",
    "100000000000000, 1973-03-03T09:46:40Z",
    "99999999999999999, 5138-11-16T09:46:39.999Z",
    "100000000000000000, 1973-03-03T09:46:40Z",
    "9223372036854775808, 2262-04-11T23:47:16.854Z",
    "-9999999999999999999, 1653-02-10T06:13:20Z"
  })
  void times(String text, Instant expected) {
    assertThat(parse(text), is(expected.toEpochMilli()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2023-11-16",
        "2023-11-16T18:17",
        "2023-11-16T18:17Z",
        "2023-11-16  18:17:03",
        "2023-11-16_18:17:03",
        "2023-11-16T18:17:03.",
        "2023-11-16T18:17:03.Z",
        "2023-11-16T18:17:03.1234567890Z",
        "2023-11-16T18:17:03 ",
        "2023-11-16T18:17:03  Z",
        "2023-11-16T18:17:03[UTC]",
        "2023-11-16T18:17:03Z]",
        "2023-11-16T18:17:03 CET",
        "2023-11-16T18:17:03ZZ",
        "2023-11-16T18:17:03Z ",
        " 2023-11-16T18:17:03Z",
        "2023-11-16T18:17:03+",
        "2023-11-16T18:17:03+1",
        "2023-11-16T18:17:03+1:00",
        "2023-11-16T18:17:03+010",
        "2023-11-16T18:17:03+01:0",
        "2023-11-16T18:17:03+01:60",
        "2023-11-16T18:17:03+18:01",
        "2023-11-16T18:17:03-1801",
        "2023-11-16T18:17:03+01:00:00",
        "2023-11-16T18:17:03+01-00",
        "2023-11-16T18:17:03+-1:00",
        "2023-11-16T24:00:00Z",
        "2023-11-16T23:60:00Z",
        "2023-11-16T23:59:60Z",
        "2023-11-31T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2023-00-01T00:00:00Z",
        "2023-13-01T00:00:00Z",
        "2023-01-00T00:00:00Z",
        "2023/01/01T00:00:00Z",
        "2023-01/01T00:00:00Z",
        "2023-01-01T00.00.00Z",
        "-2023-01-01T00:00:00Z",
        "+2023-01-01T00:00:00Z",
        "12023-01-01T00:00:00Z",
        "２０２３-01-01T00:00:00Z",
        "20231116T181703Z",
        "2023-320T18:17:03Z",
        "1.7e9",
        "17E8",
        "+1700158623",
        "01700158623",
        "1700158623.",
        ".5",
        "10000000000000000000",
        "NaN"
      })
  void notTimes(String text) {
    assertThat(parse(text), is(Parsed.NO_TIME));
  }

  @Test
  void isoAgreesWithJavaTime() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2161) - 1080));
      OffsetDateTime time =
          LocalDate.of(random.nextInt(10_000), 1, 1)
              .plusDays(random.nextInt(365))
              .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
              .plusNanos(random.nextInt(1_000_000_000))
              .atOffset(offset);
      String text = time.toLocalDate() + anyOf(random, "T", "t", " ") + clock(random, time);
      long expected = exact(time, text).toInstant().toEpochMilli();
      assertThat(text, parse(text), is(expected));
    }
  }

  @Test
  void exactlyTheDatesOfTheCalendarAreValid() {
    for (int year : new int[] {0, 1, 4, 100, 400, 1582, 1900, 1999, 2000, 2023, 2024, 2100, 9999}) {
      for (int month = 0; month < 15; month++) {
        for (int day = 0; day < 35; day++) {
          long expected = Parsed.NO_TIME;
          try {
            expected = LocalDate.of(year, month, day).toEpochDay() * 86_400_000;
          } catch (DateTimeException e) {
            // Then there must be no time either.
          }
          String text = String.format("%04d-%02d-%02dT00:00:00", year, month, day);
          assertThat(text, parse(text), is(expected));
        }
      }
    }
  }

  @Test
  void numbersAgreeWithBigDecimal() {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      String text = NumberTexts.any(random);
      assertThat(text, parse(text), is(expected(text)));
    }
  }

  private static long expected(String text) {
    if (text.contains("e") || text.contains("E")) {
      return Parsed.NO_TIME;
    }
    BigDecimal number = new BigDecimal(text);
    BigDecimal size = number.abs();
    // Milliseconds are this power of ten of the number: 3 for seconds, -6 for nanoseconds.
    int power = -9;
    for (int digits : new int[] {19, 17, 14, 11}) {
      power += size.compareTo(BigDecimal.ONE.scaleByPowerOfTen(digits)) < 0 ? 3 : 0;
    }
    return power == -9
        ? Parsed.NO_TIME
        : number.scaleByPowerOfTen(power).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  private static String clock(Random random, OffsetDateTime time) {
    String fraction = String.format("%09d", time.getNano()).substring(0, random.nextInt(10));
    String offset = time.getOffset().getId();
    boolean wholeHours = time.getOffset().getTotalSeconds() % 3600 == 0;
    String zone =
        offset.equals("Z")
            ? anyOf(random, "Z", "z", "", "+00:00", "-00:00", "+0000", "-00")
            : anyOf(
                random,
                offset,
                offset.replace(":", ""),
                wholeHours ? offset.substring(0, 3) : offset);
    return String.format(
        "%02d:%02d:%02d%s%s",
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        fraction.isEmpty() ? "" : "." + fraction,
        zone);
  }

  /** The time as far as the text tells it. */
  private static OffsetDateTime exact(OffsetDateTime time, String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return time.withNano(0);
    }
    String fraction = text.substring(point + 1).split("[^0-9]", 2)[0];
    return time.withNano(Integer.parseInt((fraction + "00000000").substring(0, 9)));
  }

  private static String anyOf(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static long parse(String text) {
    return Chars.parse(text, EventTime::parse);
  }
}
