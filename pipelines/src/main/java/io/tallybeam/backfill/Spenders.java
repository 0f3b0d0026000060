package io.tallybeam.backfill;

import io.tallybeam.sink.Scope;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/**
 * What the calls of some windows cost, by name.
 *
 * @param tenants by tenant
 * @param models by provider and model
 */
record Spenders(Map<String, Spender> tenants, Map<String, Spender> models) {

  /** Reads the rows of {@code metrics} that {@code scope} holds. */
  static Spenders of(Table metrics, Snapshot snapshot, Scope scope) {
    Spenders all = new Spenders(new HashMap<>(), new HashMap<>());
    try {
      scope.forEach(
          metrics,
          snapshot,
          all::add,
          WindowTable.WINDOW_START,
          "tenant_id",
          "provider",
          "model",
          "total_requests",
          "total_cost_usd",
          "cost_usd_count");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private void add(Record row) {
    BigDecimal cost = (BigDecimal) row.getField("total_cost_usd");
    BigDecimal usd = cost == null ? BigDecimal.ZERO : cost;
    long requests = (Long) row.getField("total_requests");
    long priced = (Long) row.getField("cost_usd_count");
    Spender.add(tenants, new Spender((String) row.getField("tenant_id"), usd, requests, priced));
    String model = row.getField("provider") + "/" + row.getField("model");
    Spender.add(models, new Spender(model, usd, requests, priced));
  }

  /** What all of them cost. */
  BigDecimal usd() {
    return tenants.values().stream().map(Spender::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
