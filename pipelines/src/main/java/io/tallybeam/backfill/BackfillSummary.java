package io.tallybeam.backfill;

import io.tallybeam.adjustment.RecordedAdjustments;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.rollup.RollUps;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RunLedger;
import io.tallybeam.sink.Scope;
import io.tallybeam.table.CallTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The end of a backfill, as the tables tell it: what is printed is what was committed.
 *
 * @param ledger what became of the events
 * @param windows what was replaced
 * @param exactWindows whether {@code windows} are these windows, or only the range they lie in
 * @param tenants the top spenders by tenant
 * @param models the top spenders by model
 * @param costs what the calls of these windows cost, by table of calls
 * @param adjustments what the run changed of costs that were there
 * @param tables each table with its snapshot
 * @param metadata where the metadata of the metrics table is
 */
record BackfillSummary(
    LedgerCounts ledger,
    TimeRanges windows,
    boolean exactWindows,
    List<Spender> tenants,
    List<Spender> models,
    List<TableCost> costs,
    RecordedAdjustments adjustments,
    List<String> tables,
    String metadata) {

  private static final int TOP = 5;

  static BackfillSummary of(TableCatalog catalog, BackfillPlan plan) throws IOException {
    String runId = plan.facts().id();
    Snapshot ledger = snapshot(catalog.load(WindowLedgerTable.NAME), runId);
    TimeRanges windows = RunLedger.windowsOfSummary(ledger.summary());
    Table metrics = catalog.load(OperationsTable.METRICS);
    Snapshot replaced = snapshot(metrics, runId);
    // Nothing else is done any more: all cores are for these sums.
    CompletableFuture<Spenders> summed =
        CompletableFuture.supplyAsync(() -> Spenders.of(metrics, replaced, Scope.of(windows)));

    Tables ofWindows = Tables.of(plan.settings().windows());
    List<TableCost> costs = new ArrayList<>();
    for (CallTable<?> table : ofWindows.calls()) {
      if (!table.name().equals(OperationsTable.METRICS)) {
        Table loaded = catalog.load(table.name());
        Snapshot snapshot = snapshot(loaded, runId);
        costs.add(TableCost.of(table.name(), loaded, snapshot, Scope.of(windows)));
      }
    }
    Spenders spenders = summed.join();
    costs.add(new TableCost(OperationsTable.METRICS, spenders.usd()));
    List<String> tables = new ArrayList<>();
    for (WindowTable<?> table : ofWindows.all()) {
      long snapshot = snapshot(catalog.load(table.name()), runId).snapshotId();
      tables.add(line(plan, table.name(), "snapshot " + snapshot));
    }
    for (String name : RollUps.names(catalog, plan.zone())) {
      OptionalLong snapshot = Replacement.find(catalog.load(name), runId);
      // One of a zone that another run brought meanwhile.
      String by = snapshot.isPresent() ? "snapshot " + snapshot.getAsLong() : "by another run";
      tables.add(line(plan, name, by));
    }
    String metadata = ((HasTableOperations) metrics).operations().current().metadataFileLocation();
    return new BackfillSummary(
        RunLedger.ofSummary(ledger.summary()),
        windows,
        RunLedger.tellsWindows(ledger.summary()),
        Spender.top(spenders.tenants(), TOP),
        Spender.top(spenders.models(), TOP),
        costs,
        RecordedAdjustments.of(catalog, runId),
        tables,
        metadata);
  }

  private static String line(BackfillPlan plan, String table, String state) {
    return String.format("%-50s %s", plan.catalog().namespace() + "." + table, state);
  }

  private static Snapshot snapshot(Table table, String runId) {
    return table.snapshot(
        Replacement.find(table, runId)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the run's snapshot of " + table.name() + " is gone")));
  }

  /** Prints it; {@code nanos} is how long the run took. */
  void print(PrintStream out, long nanos) {
    double seconds = nanos / 1e9;
    out.printf(
        "%nBackfill done: %,d events in %.1f s (%,.0f events/s)%n",
        ledger.read(), seconds, ledger.read() / seconds);
    out.printf("%nWindows replaced%n");
    printWindows(out);
    out.printf("%nLedger%n");
    count(out, "read", ledger.read());
    count(out, "= aggregated", ledger.aggregated());
    count(out, "+ duplicate", ledger.duplicates());
    count(out, "+ rejected", ledger.rejected());
    count(out, "+ outside the range", ledger.outsideRange());
    if (ledger.conflictingDuplicates() > 0) {
      out.printf(
          "  (%,d of the duplicates differ from the copy that was counted)%n",
          ledger.conflictingDuplicates());
    }
    printSpenders(out, "tenant", tenants);
    printSpenders(out, "model", models);
    printCosts(out);
    out.printf("%nTables%n");
    tables.forEach(table -> out.printf("  %s%n", table));
    out.printf("%nLook further, with any engine that reads Iceberg, such as DuckDB:%n");
    out.printf(
        "  duckdb -c \"INSTALL iceberg; LOAD iceberg; FROM iceberg_scan('%s') LIMIT 20\"%n",
        metadata);
    if (ledger.rejected() > 0) {
      out.printf("  The rejects lie in rejected_events, with reason, file and byte offset.%n");
    }
  }

  private void printWindows(PrintStream out) {
    List<TimeRange> ranges = windows.ranges();
    if (ranges.isEmpty()) {
      out.printf("  none: no event has a time%n");
    }
    if (!exactWindows) {
      out.printf("  very many ranges of windows; the spenders are those of all windows%n");
    }
    ranges.stream().limit(TOP).forEach(range -> out.printf("  %s%n", range));
    if (ranges.size() > TOP) {
      out.printf(
          "  and %d more ranges, the last %s%n",
          ranges.size() - TOP, ranges.get(ranges.size() - 1));
    }
  }

  /**
   * Whether the tables, which are made apart, tell the same cost to the last digit, as those of the
   * run's own windows have to. Where others lie between these, it is theirs that may differ.
   */
  boolean isConsistent() {
    return !exactWindows || isOneCost();
  }

  private boolean isOneCost() {
    return costs.stream().allMatch(cost -> cost.usd().compareTo(costs.get(0).usd()) == 0);
  }

  private void printCosts(PrintStream out) {
    String windowsOfCosts = exactWindows ? "these windows" : "all windows from first to last";
    out.printf(
        "%nCost of %s, the same to the last digit: %s%n",
        windowsOfCosts, isOneCost() ? "yes" : "NO");
    costs.forEach(
        cost -> out.printf("  %-22s %30s USD%n", cost.table(), cost.usd().toPlainString()));
    if (adjustments.rows() > 0) {
      out.printf(
          "  The run changed %,d rows that were there, by %s USD: see cost_adjustments.%n",
          adjustments.rows(), adjustments.usd().toPlainString());
    }
  }

  private static void count(PrintStream out, String name, long value) {
    out.printf("  %-22s %,15d%n", name, value);
  }

  private static void printSpenders(PrintStream out, String by, List<Spender> spenders) {
    out.printf("%nTop spenders by %s%n", by);
    spenders.forEach(spender -> out.printf("  %s%n", spender));
  }
}
