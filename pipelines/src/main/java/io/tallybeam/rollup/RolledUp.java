package io.tallybeam.rollup;

import io.tallybeam.table.CallTable;
import io.tallybeam.window.Period;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * A roll-up.
 *
 * @param table its table
 * @param source the table whose rows it adds up
 */
record RolledUp(CallTable<?> table, CallTable<?> source) implements Serializable {

  String name() {
    return table.name();
  }

  /** The properties of its Iceberg table. */
  Map<String, String> properties() {
    return zone().map(zone -> Map.of(RollUps.ZONE, zone.getId())).orElse(Map.of());
  }

  private Optional<ZoneId> zone() {
    if (table.period() instanceof Period.Day day) {
      return Optional.of(day.zone());
    }
    return table.period() instanceof Period.Month month
        ? Optional.of(month.zone())
        : Optional.empty();
  }
}
