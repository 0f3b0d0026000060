package io.tallybeam.window;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** A division of time that every row of a table covers one part of. */
public sealed interface Period extends Serializable
    permits TumblingWindow, Period.Day, Period.Month {

  /** The start of the period that holds {@code time}. */
  long startOf(long time);

  /** The end of the period that starts at {@code start}. */
  long endOf(long start);

  /** The period that holds {@code time}. */
  default TimeRange at(long time) {
    long start = startOf(time);
    return new TimeRange(start, endOf(start));
  }

  /**
   * Calendar days of a time zone: 23 or 25 hours long where its clocks change.
   *
   * @param zone the zone
   */
  record Day(ZoneId zone) implements Period {

    /** Days of UTC. */
    public static final Day UTC = new Day(ZoneOffset.UTC);

    private static final long MILLIS = 86_400_000;

    @Override
    public long startOf(long time) {
      if (zone.equals(ZoneOffset.UTC)) {
        return Math.floorDiv(time, MILLIS) * MILLIS;
      }
      return startOfDay(Instant.ofEpochMilli(time).atZone(zone).toLocalDate());
    }

    @Override
    public long endOf(long start) {
      return startOfDay(Instant.ofEpochMilli(start).atZone(zone).toLocalDate().plusDays(1));
    }

    private long startOfDay(LocalDate day) {
      return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /**
     * Whether every day that touches {@code range} starts and ends on a border of {@code windows}.
     */
    public boolean alignsWith(TumblingWindow windows, TimeRange range) {
      ZoneRules rules = zone.getRules();
      TimeRange first = at(range.from());
      long end = at(range.to() - 1).to();
      boolean aligned = isAligned(first, windows);
      // A day without a change of the clocks has 24 hours: it ends as it starts.
      ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochMilli(first.from()));
      while (aligned && change != null && change.getInstant().toEpochMilli() < end) {
        long time = change.getInstant().toEpochMilli();
        aligned = isAligned(at(time), windows);
        change = rules.nextTransition(change.getInstant());
      }
      return aligned;
    }

    private static boolean isAligned(TimeRange day, TumblingWindow windows) {
      return windows.isBorder(day.from()) && windows.isBorder(day.to());
    }
  }

  /**
   * Calendar months of a time zone.
   *
   * @param zone the zone
   */
  record Month(ZoneId zone) implements Period {

    @Override
    public long startOf(long time) {
      return startOfMonth(dateOf(time).withDayOfMonth(1));
    }

    @Override
    public long endOf(long start) {
      return startOfMonth(dateOf(start).withDayOfMonth(1).plusMonths(1));
    }

    private LocalDate dateOf(long time) {
      return Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
    }

    private long startOfMonth(LocalDate first) {
      return first.atStartOfDay(zone).toInstant().toEpochMilli();
    }
  }
}
