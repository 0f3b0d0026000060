package io.tallybeam.adjustment;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * What a run changed of costs that were there.
 *
 * @param rows how many rows of attribution
 * @param usd by how much in all
 */
public record RecordedAdjustments(long rows, BigDecimal usd) {

  private static final RecordedAdjustments NONE = new RecordedAdjustments(0, BigDecimal.ZERO);

  /** As the tables tell it. */
  public static RecordedAdjustments of(TableCatalog catalog, String runId) {
    Table attribution = catalog.load(CostAttributionTable.NAME);
    OptionalLong committed = Replacement.find(attribution, runId);
    if (committed.isEmpty()) {
      return NONE;
    }
    long sequence = attribution.snapshot(committed.getAsLong()).sequenceNumber();
    String seen = Long.toString(sequence);
    for (Snapshot snapshot : catalog.load(CostAdjustmentsTable.NAME).snapshots()) {
      if (seen.equals(snapshot.summary().get(Adjustments.SEEN))) {
        return new RecordedAdjustments(
            Long.parseLong(snapshot.summary().get(Adjustments.ROWS)),
            new BigDecimal(snapshot.summary().get(Adjustments.USD)));
      }
    }
    return NONE;
  }
}
