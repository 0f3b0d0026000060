package io.tallybeam.backfill;

import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What the calls of a table of calls cost.
 *
 * @param table its name
 * @param usd the sum over all rows of some windows
 */
record TableCost(String table, BigDecimal usd) {

  private static final String COST = "total_cost_usd";

  static TableCost of(String name, Table table, Snapshot snapshot, Scope scope) throws IOException {
    BigDecimal usd = BigDecimal.ZERO;
    try (CloseableIterable<FileScanTask> tasks = scope.files(table, snapshot)) {
      for (FileScanTask task : tasks) {
        try (CloseableIterable<Record> rows =
            RowFile.read(table, task, WindowTable.WINDOW_START, COST)) {
          for (Record row : rows) {
            if (scope.contains(row) && row.getField(COST) instanceof BigDecimal cost) {
              usd = usd.add(cost);
            }
          }
        }
      }
    }
    return new TableCost(name, usd);
  }
}
