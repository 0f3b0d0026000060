package io.tallybeam.backfill;

import io.tallybeam.sink.Scope;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What the calls of a table of calls cost.
 *
 * @param table its name
 * @param usd the sum over all rows of some windows
 */
record TableCost(String table, BigDecimal usd) {

  private static final String COST = "total_cost_usd";

  static TableCost of(String name, Table table, Snapshot snapshot, Scope scope) throws IOException {
    BigDecimal[] usd = {BigDecimal.ZERO};
    scope.forEach(
        table,
        snapshot,
        row -> {
          if (row.getField(COST) instanceof BigDecimal cost) {
            usd[0] = usd[0].add(cost);
          }
        },
        WindowTable.WINDOW_START,
        COST);
    return new TableCost(name, usd[0]);
  }
}
