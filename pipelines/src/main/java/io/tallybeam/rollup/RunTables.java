package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TumblingWindow;
import java.time.ZoneId;
import java.util.Map;

/** The tables that every run writes, checked and made before it starts. */
public final class RunTables {

  /** The property of a table that tells the size of its windows. */
  public static final String WINDOW = "tallybeam.window";

  private RunTables() {}

  /**
   * Makes the tables of windows and their roll-ups, where they are missing. All checks come before
   * the first is made; the adjustments are only checked.
   *
   * @throws io.tallybeam.error.UserError if one exists that this run cannot write
   */
  public static void make(TableCatalog catalog, TumblingWindow windows, ZoneId zone) {
    Map<String, String> properties = Map.of(WINDOW, windows.size().toString());
    Tables tables = Tables.of(windows);
    for (WindowTable<?> table : tables.all()) {
      catalog.check(table, properties);
    }
    RollUps.check(catalog, zone);
    catalog.check(new CostAdjustmentsTable(windows), Map.of());
    for (WindowTable<?> table : tables.all()) {
      catalog.ensure(table, properties);
    }
    RollUps.make(catalog, zone);
  }
}
