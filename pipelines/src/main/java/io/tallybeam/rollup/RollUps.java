package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which roll-ups a namespace has. */
public final class RollUps {

  /** The key in a snapshot's summary of the snapshot of the windows that it was made from. */
  public static final String WINDOWS_SNAPSHOT = "tallybeam.windows-snapshot";

  private static final String ZONE = "tallybeam.zone";

  private RollUps() {}

  /**
   * The roll-ups to refresh: hours, days in UTC and in {@code zone}, and days in every zone that an
   * earlier run asked for, lest they go stale.
   */
  public static List<OperationsTable> of(TableCatalog catalog, ZoneId zone) {
    Map<String, OperationsTable> byName = new LinkedHashMap<>();
    add(byName, OperationsTable.hourly());
    Set<String> zones = new TreeSet<>();
    for (String name : catalog.names()) {
      if (name.startsWith(OperationsTable.DAILY)) {
        zones.add(catalog.load(name).properties().getOrDefault(ZONE, ZoneOffset.UTC.getId()));
      }
    }
    add(byName, OperationsTable.daily(ZoneOffset.UTC));
    add(byName, OperationsTable.daily(zone));
    zones.forEach(earlier -> add(byName, OperationsTable.daily(ZoneId.of(earlier))));
    return List.copyOf(byName.values());
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
    for (OperationsTable table : of(catalog, ZoneOffset.UTC)) {
      if (new RollUp(catalog, table).refreshIfStale(summary)) {
        refreshed.add(table.name());
      }
    }
    return refreshed;
  }

  private static void add(Map<String, OperationsTable> byName, OperationsTable table) {
    byName.putIfAbsent(table.name(), table);
  }

  /** The properties of a roll-up's Iceberg table. */
  public static Map<String, String> properties(OperationsTable table) {
    return table.period() instanceof Period.Day day ? Map.of(ZONE, day.zone().getId()) : Map.of();
  }
}
