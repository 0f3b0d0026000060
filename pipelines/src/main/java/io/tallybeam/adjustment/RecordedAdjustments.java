package io.tallybeam.adjustment;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.CostAdjustmentsTable;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.iceberg.Snapshot;

/**
 * What a run changed of costs that were there.
 *
 * @param rows how many rows of attribution
 * @param usd by how much in all
 */
public record RecordedAdjustments(long rows, BigDecimal usd) {

  /** As the table tells it, of all commits of the run. */
  public static RecordedAdjustments of(TableCatalog catalog, String runId) {
    long rows = 0;
    BigDecimal usd = BigDecimal.ZERO;
    for (Snapshot snapshot : catalog.load(CostAdjustmentsTable.NAME).snapshots()) {
      Map<String, String> summary = snapshot.summary();
      if (runId.equals(summary.get(Replacement.RUN_ID)) && summary.containsKey(Adjustments.ROWS)) {
        rows += Long.parseLong(summary.get(Adjustments.ROWS));
        usd = usd.add(new BigDecimal(summary.get(Adjustments.USD)));
      }
    }
    return new RecordedAdjustments(rows, usd);
  }
}
