package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.CallTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RollUpName;
import io.tallybeam.table.Tables;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which roll-ups a namespace has: hours, days and months of every table of calls. */
public final class RollUps {

  /** The key in a snapshot's summary of the snapshot of the table that it was made from. */
  public static final String WINDOWS_SNAPSHOT = "tallybeam.windows-snapshot";

  static final String ZONE = "tallybeam.zone";

  private RollUps() {}

  /**
   * The roll-ups to refresh: hours, and days and months in UTC, in {@code zone}, and in every zone
   * that an earlier run asked for, lest they go stale.
   */
  static List<RollUpChain> chains(TableCatalog catalog, ZoneId zone) {
    Set<String> zones = new TreeSet<>(Set.of(zone.normalized().getId()));
    for (String name : catalog.names()) {
      if (name.startsWith(OperationsTable.DAILY)) {
        zones.add(catalog.load(name).properties().getOrDefault(ZONE, ZoneOffset.UTC.getId()));
      }
    }
    return chains(zones);
  }

  /** Those of UTC and of {@code zone} alone, for which no table is looked at. */
  static List<RollUpChain> chains(ZoneId zone) {
    return chains(Set.of(zone.normalized().getId()));
  }

  private static List<RollUpChain> chains(Set<String> zonesBesideUtc) {
    Set<String> zones = new TreeSet<>(zonesBesideUtc);
    zones.add(ZoneOffset.UTC.getId());
    List<RollUpChain> chains = new ArrayList<>();
    for (CallTable<?> windows : Tables.of(RollUpName.HOUR).calls()) {
      for (String id : zones) {
        chains.add(chain(windows, periods(ZoneId.of(id))));
      }
    }
    return chains;
  }

  /** Days in UTC are made of hours; those of other zones may begin in the middle of one. */
  private static List<Period> periods(ZoneId zone) {
    Period days = new Period.Day(zone);
    Period months = new Period.Month(zone);
    return days.equals(Period.Day.UTC)
        ? List.of(RollUpName.HOUR, days, months)
        : List.of(days, months);
  }

  private static RollUpChain chain(CallTable<?> windows, List<Period> periods) {
    List<RolledUp> rollUps = new ArrayList<>();
    CallTable<?> source = windows;
    for (Period period : periods) {
      CallTable<?> rollUp = windows.rolledUp(period);
      rollUps.add(new RolledUp(rollUp, source));
      source = rollUp;
    }
    return new RollUpChain(rollUps);
  }

  private static Stream<RolledUp> all(TableCatalog catalog, ZoneId zone) {
    return chains(catalog, zone).stream().flatMap(chain -> chain.rollUps().stream());
  }

  /** The names of the roll-ups to refresh. */
  public static List<String> names(TableCatalog catalog, ZoneId zone) {
    return all(catalog, zone).map(RolledUp::name).toList();
  }

  /** Makes the roll-ups that are missing. */
  static void make(TableCatalog catalog, ZoneId zone) {
    all(catalog, zone).forEach(rollUp -> catalog.ensure(rollUp.table(), rollUp.properties()));
  }

  /**
   * Checks that roll-ups that exist can be written.
   *
   * @throws io.tallybeam.error.UserError if one cannot
   */
  static void check(TableCatalog catalog, ZoneId zone) {
    all(catalog, zone).forEach(rollUp -> catalog.check(rollUp.table(), rollUp.properties()));
  }

  /**
   * Whether windows in {@code range} changed since the roll-up of UTC named {@code name}, or one
   * that it is made of, was made. The table exists.
   */
  public static boolean isStale(TableCatalog catalog, String name, TimeRange range)
      throws IOException {
    RollUpChain chain =
        chains(catalog, ZoneOffset.UTC).stream()
            .filter(of -> of.rollUps().stream().anyMatch(rollUp -> rollUp.name().equals(name)))
            .findFirst()
            .orElseThrow();
    for (RolledUp rollUp : chain.rollUps()) {
      if (RollUp.of(catalog, rollUp, "").isStaleIn(range)) {
        return true;
      }
      if (rollUp.name().equals(name)) {
        return false;
      }
    }
    return false;
  }

  /**
   * Refreshes the roll-ups of which windows changed since they were made.
   *
   * @param summary goes into the snapshots; holds {@link Replacement#RUN_ID}
   * @return their names
   */
  public static List<String> refreshStale(
      TableCatalog catalog, Map<String, String> summary, String spillFolder) throws IOException {
    List<String> refreshed = new ArrayList<>();
    for (RollUpChain chain : chains(catalog, ZoneOffset.UTC)) {
      for (RolledUp rollUp : chain.rollUps()) {
        if (RollUp.of(catalog, rollUp, spillFolder).refreshIfStale(summary)) {
          refreshed.add(rollUp.name());
        }
      }
    }
    return refreshed;
  }
}
