package io.tallybeam.maintain;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.error.UserError;
import io.tallybeam.rollup.RollUps;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.OperationsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/** The maintenance of the tables of a namespace, one after the other. */
final class Maintenance {

  private final MaintainPlan plan;

  Maintenance(MaintainPlan plan) {
    this.plan = plan;
  }

  /**
   * Does it.
   *
   * @throws UserError if the namespace, or a table that was named, is missing
   * @throws RunStopped if the catalog does not answer whether a commit was made
   */
  MaintenanceReport run() throws IOException {
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      List<String> existing = catalog.names();
      if (existing.isEmpty()) {
        catalog.requireNamespace();
      }
      checkNames(existing);
      List<String> refreshed = refreshRollUps(catalog);
      List<Table> all = new ArrayList<>();
      List<TableReport> reports = new ArrayList<>();
      List<String> names = catalog.names();
      names.forEach(name -> all.add(catalog.load(name)));
      for (int i = 0; i < names.size(); i++) {
        if (plan.tables().isEmpty() || plan.tables().contains(names.get(i))) {
          reports.add(maintain(names.get(i), all.get(i), all));
        }
      }
      return new MaintenanceReport(plan.catalog().namespace(), plan.dryRun(), refreshed, reports);
    }
  }

  private void checkNames(List<String> existing) {
    for (String name : plan.tables()) {
      if (!existing.contains(name)) {
        throw new UserError(
            "--tables: no table "
                + name
                + " in "
                + plan.catalog().namespace()
                + "; there is: "
                + String.join(", ", existing));
      }
    }
  }

  /** Comes first: what a roll-up has seen need not be kept for it. */
  private List<String> refreshRollUps(TableCatalog catalog) throws IOException {
    if (plan.dryRun() || !catalog.names().contains(OperationsTable.METRICS)) {
      return List.of();
    }
    // Whatever is asked of roll-ups: what backfills changed is read from snapshots that expire.
    RecordAdjustments.catchUp(catalog, plan.spillFolder());
    return plan.rollUps()
        ? RollUps.refreshStale(
            catalog,
            Map.of(Replacement.RUN_ID, plan.runId(), Replacement.PIPELINE, "maintain"),
            plan.spillFolder())
        : List.of();
  }

  private TableReport maintain(String name, Table table, List<Table> all) throws IOException {
    if (!SettledFiles.appliesTo(table)) {
      TableState state = TableState.of(table);
      return new TableReport(
          name, state, state, 0, 0, List.of("not a table of windows: it has no window_start"));
    }
    try {
      TableMaintenance maintenance = new TableMaintenance(name, table, all, plan);
      return plan.dryRun() ? maintenance.preview() : maintenance.run();
    } catch (CommitStateUnknownException e) {
      throw new RunStopped(
          name + ": the catalog did not answer whether a commit was made; run again", e);
    }
  }
}
