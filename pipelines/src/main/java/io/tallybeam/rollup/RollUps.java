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
    Set<String> zones = new TreeSet<>();
    for (String name : catalog.names()) {
      if (name.startsWith(OperationsTable.DAILY)) {
        zones.add(catalog.load(name).properties().getOrDefault(ZONE, ZoneOffset.UTC.getId()));
      }
    }
    zones.add(ZoneOffset.UTC.getId());
    zones.add(zone.normalized().getId());
    List<RollUpChain> chains = new ArrayList<>();
    for (CallTable<?> windows : Tables.of(RollUpName.HOUR).calls()) {
      chains.add(chain(windows, List.of(RollUpName.HOUR)));
      for (String id : zones) {
        ZoneId of = ZoneId.of(id);
        chains.add(chain(windows, List.of(new Period.Day(of), new Period.Month(of))));
      }
    }
    return chains;
  }

  private static RollUpChain chain(CallTable<?> windows, List<Period> periods) {
    List<RolledUp> rollUps = new ArrayList<>();
    String source = windows.name();
    for (Period period : periods) {
      String name = RollUpName.of(windows.family(), period);
      rollUps.add(new RolledUp(windows.over(name, period), source));
      source = name;
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

  /**
   * Checks that roll-ups that exist can be written.
   *
   * @throws io.tallybeam.error.UserError if one cannot
   */
  static void check(TableCatalog catalog, ZoneId zone) {
    all(catalog, zone).forEach(rollUp -> catalog.check(rollUp.table(), rollUp.properties()));
  }

  /**
   * Whether rows of {@code source} in {@code range} changed since {@code days}, its roll-up, was
   * made. Both tables exist.
   */
  public static boolean isStale(
      TableCatalog catalog, CallTable<?> days, String source, TimeRange range) throws IOException {
    return RollUp.of(catalog, new RolledUp(days, source)).isStaleIn(range);
  }

  /**
   * Refreshes the roll-ups of which windows changed since they were made.
   *
   * @param summary goes into the snapshots; holds {@link Replacement#RUN_ID}
   * @return their names
   */
  public static List<String> refreshStale(TableCatalog catalog, Map<String, String> summary)
      throws IOException {
    List<String> refreshed = new ArrayList<>();
    for (RollUpChain chain : chains(catalog, ZoneOffset.UTC)) {
      for (RolledUp rollUp : chain.rollUps()) {
        if (RollUp.of(catalog, rollUp).refreshIfStale(summary)) {
          refreshed.add(rollUp.name());
        }
      }
    }
    return refreshed;
  }
}
