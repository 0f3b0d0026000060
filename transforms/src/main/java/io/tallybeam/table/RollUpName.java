package io.tallybeam.table;

import io.tallybeam.window.Period;
import io.tallybeam.window.TumblingWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** The names of roll-ups: the family and the period, with the zone behind it where not UTC. */
public final class RollUpName {

  /** Whole hours. */
  public static final TumblingWindow HOUR = TumblingWindow.of(Duration.ofHours(1));

  private RollUpName() {}

  /** The name of the roll-up of a {@link CallTable#family} over {@code period}. */
  public static String of(String family, Period period) {
    if (period instanceof Period.Day day) {
      return family + "_daily" + suffix(day.zone());
    }
    if (period instanceof Period.Month month) {
      return family + "_monthly" + suffix(month.zone());
    }
    return family + "_hourly";
  }

  private static String suffix(ZoneId zone) {
    if (zone.equals(ZoneOffset.UTC)) {
      return "";
    }
    // A sign is all that tells some offsets apart.
    String name =
        zone instanceof ZoneOffset
            ? zone.getId().replace("+", "utc_plus_").replace("-", "utc_minus_")
            : zone.getId().toLowerCase(Locale.ROOT);
    return "_" + name.replaceAll("\\W+", "_");
  }
}
