package io.tallybeam.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Period.Day} against the calendars of java.time. */
class DayTest {

  /** What event times are believed by default. */
  private static final TimeRange PLAUSIBLE = range("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "UTC,                 2024-02-29T23:59:59.999Z, 2024-02-29T00:00:00Z, PT24H",
    "Europe/Berlin,       2024-03-31T12:00:00Z,     2024-03-30T23:00:00Z, PT23H",
    "Europe/Berlin,       2024-10-27T00:30:00Z,     2024-10-26T22:00:00Z, PT25H",
    "Asia/Kathmandu,      2024-05-01T18:14:59.999Z, 2024-04-30T18:15:00Z, PT24H",
    "Asia/Kathmandu,      2024-05-01T18:15:00Z,     2024-05-01T18:15:00Z, PT24H",
    "Australia/Lord_Howe, 2024-04-06T18:00:00Z,     2024-04-06T13:00:00Z, PT24H30M",
    "America/Sao_Paulo,   2018-11-04T12:00:00Z,     2018-11-04T03:00:00Z, PT23H",
    "America/Havana,      2024-11-03T05:30:00Z,     2024-11-03T04:00:00Z, PT25H",
    "Pacific/Apia,        2011-12-30T09:00:00Z,     2011-12-29T10:00:00Z, PT24H",
    "Pacific/Apia,        2011-12-30T10:00:00Z,     2011-12-30T10:00:00Z, PT24H",
    "+05:30,              1969-12-31T23:59:59Z,     1969-12-31T18:30:00Z, PT24H"
  })
  void knownDays(ZoneId zone, Instant time, Instant start, Duration length) {
    TimeRange day = new Period.Day(zone).at(time.toEpochMilli());
    assertThat(day, is(range(start.toString(), start.plus(length).toString())));
  }

  @Test
  void aDayIsAllOfOneDateInEveryZone() {
    Random random = new Random(1);
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      Period.Day days = new Period.Day(zone);
      for (long time : interestingTimes(zone, random)) {
        TimeRange day = days.at(time);
        LocalDate date = date(time, zone);
        boolean whole =
            day.contains(time)
                && date(day.from(), zone).equals(date)
                && date(day.from() - 1, zone).isBefore(date)
                && date(day.to() - 1, zone).equals(date)
                && date(day.to(), zone).isAfter(date);
        if (!whole) {
          assertThat(id + " " + Instant.ofEpochMilli(time) + " in " + day, whole, is(true));
        }
      }
    }
  }

  /** Random times, and those beside every change of the clocks and of the days around it. */
  private static List<Long> interestingTimes(ZoneId zone, Random random) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      times.add(random.nextLong(PLAUSIBLE.from(), PLAUSIBLE.to()));
    }
    Instant at = Instant.ofEpochMilli(PLAUSIBLE.from());
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    ZoneOffsetTransition next = zone.getRules().nextTransition(at);
    while (next != null && next.getInstant().isBefore(end)) {
      long change = next.getInstant().toEpochMilli();
      for (long hours = -26; hours <= 26; hours++) {
        times.add(change + hours * 3_600_000 - 1);
        times.add(change + hours * 3_600_000);
      }
      next = zone.getRules().nextTransition(next.getInstant());
    }
    return times;
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,                 PT1H,  true",
    "Europe/Berlin,       PT1H,  true",
    "America/St_Johns,    PT1H,  false",
    "America/St_Johns,    PT30M, true",
    "Asia/Kathmandu,      PT15M, true",
    "Asia/Kathmandu,      PT5M,  true",
    "Asia/Kathmandu,      PT30M, false",
    "Asia/Kathmandu,      PT20M, false",
    "Asia/Kathmandu,      PT1H,  false",
    "Australia/Lord_Howe, PT1H,  false",
    "Australia/Lord_Howe, PT30M, true",
    "+00:00:01,           PT1S,  true",
    "+00:00:01,           PT15M, false"
  })
  void daysAlignWithWindowsThatDivideTheirOffset(ZoneId zone, Duration size, boolean aligned) {
    TumblingWindow windows = TumblingWindow.of(size);
    assertThat(new Period.Day(zone).alignsWith(windows, PLAUSIBLE), is(aligned));
  }

  @ParameterizedTest
  @CsvSource({
    // Until 1972 Monrovia's clocks were 44 minutes and a half behind.
    "Africa/Monrovia,     1971-06-01T00:00:00Z, 1971-07-01T00:00:00Z, PT15M, false",
    "Africa/Monrovia,     1971-06-01T00:00:00Z, 1971-07-01T00:00:00Z, PT30S, true",
    "Africa/Monrovia,     1971-12-31T00:00:00Z, 1972-02-01T00:00:00Z, PT15M, false",
    "Africa/Monrovia,     1972-01-08T00:00:00Z, 1972-02-01T00:00:00Z, PT15M, true",
    // The first day that the range touches starts before it, with the clocks still behind.
    "Africa/Monrovia,     1972-01-07T12:00:00Z, 1972-02-01T00:00:00Z, PT15M, false",
    "Australia/Lord_Howe, 2024-04-10T00:00:00Z, 2024-09-30T00:00:00Z, PT1H,  false",
    "Australia/Lord_Howe, 2023-10-03T00:00:00Z, 2024-04-05T00:00:00Z, PT1H,  true",
    // The last day ends, and the first one starts, with the clocks of the other season.
    "Australia/Lord_Howe, 2023-10-03T00:00:00Z, 2024-04-06T14:00:00Z, PT1H,  false",
    "Australia/Lord_Howe, 2023-10-01T00:00:00Z, 2024-04-05T00:00:00Z, PT1H,  false"
  })
  void onlyTheDaysThatTheRangeTouchesCount(
      ZoneId zone, Instant from, Instant to, Duration size, boolean aligned) {
    TimeRange range = new TimeRange(from.toEpochMilli(), to.toEpochMilli());
    assertThat(new Period.Day(zone).alignsWith(TumblingWindow.of(size), range), is(aligned));
  }

  @Test
  void alignmentIsThatOfEveryDay() {
    Random random = new Random(2);
    List<String> ids = new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    long[] sizes = {3600, 1800, 900, 720, 300, 60, 30, 1};
    long earliest = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
    int aligned = 0;
    int rounds = 4_000;
    for (int i = 0; i < rounds; i++) {
      ZoneId zone = ZoneId.of(ids.get(random.nextInt(ids.size())));
      TumblingWindow windows = new TumblingWindow(1000 * sizes[random.nextInt(sizes.length)]);
      long from = random.nextLong(earliest, PLAUSIBLE.to());
      TimeRange range = new TimeRange(from, from + random.nextLong(1, 300L * 86_400_000));
      boolean expected = everyDayIsAligned(zone, windows, range);
      assertThat(
          zone + " " + windows + " " + range,
          new Period.Day(zone).alignsWith(windows, range),
          is(expected));
      aligned += expected ? 1 : 0;
    }
    assertThat(aligned, is(greaterThan(rounds / 20)));
    assertThat(rounds - aligned, is(greaterThan(rounds / 20)));
  }

  private static boolean everyDayIsAligned(ZoneId zone, TumblingWindow windows, TimeRange range) {
    LocalDate last = date(range.to() - 1, zone).plusDays(1);
    for (LocalDate day = date(range.from(), zone); !day.isAfter(last); day = day.plusDays(1)) {
      if (!windows.isBorder(day.atStartOfDay(zone).toInstant().toEpochMilli())) {
        return false;
      }
    }
    return true;
  }

  private static LocalDate date(long time, ZoneId zone) {
    return Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
  }
}
