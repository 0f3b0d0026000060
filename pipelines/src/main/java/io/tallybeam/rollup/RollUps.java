package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which roll-ups a namespace has. */
public final class RollUps {

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

  private static void add(Map<String, OperationsTable> byName, OperationsTable table) {
    byName.putIfAbsent(table.name(), table);
  }

  /** The properties of a roll-up's Iceberg table. */
  public static Map<String, String> properties(OperationsTable table) {
    return table.period() instanceof Period.Day day ? Map.of(ZONE, day.zone().getId()) : Map.of();
  }
}
