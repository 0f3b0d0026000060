package io.tallybeam.latest;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.ChosenCatalog;
import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.sink.Replacement;
import io.tallybeam.table.OperationsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** {@code windows}: what the latest windows hold. */
public final class WindowsCommand implements PipelineCommand<WindowsOptions> {

  private static final String ROW = "%-22s %12s %18s %12s %10s %10s%n";

  /** The command. */
  public WindowsCommand() {}

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public String summary() {
    return "Shows the latest windows: calls, cost, rows, and how many of these were corrected.";
  }

  @Override
  public Class<WindowsOptions> options() {
    return WindowsOptions.class;
  }

  @Override
  public void run(WindowsOptions options, Terminal terminal) throws IOException {
    int last = OptionText.inRange("last", options.getLast(), 1, 10_000);
    try (TableCatalog catalog = TableCatalog.open(ChosenCatalog.existing(options))) {
      Optional<Table> table = catalog.find(OperationsTable.METRICS);
      if (table.isPresent()) {
        print(table.get(), last, terminal.out());
      } else {
        terminal.out().println("No windows yet: there is no table " + OperationsTable.METRICS);
      }
    }
  }

  private static void print(Table table, int last, PrintStream out) throws IOException {
    NavigableMap<Instant, LatestWindows.Totals> windows = LatestWindows.of(table, last);
    if (windows.isEmpty()) {
      out.println("No windows yet: " + OperationsTable.METRICS + " is empty");
      return;
    }
    out.printf(ROW, "window", "calls", "cost USD", "cost unknown", "rows", "corrected");
    for (Map.Entry<Instant, LatestWindows.Totals> window : windows.entrySet()) {
      LatestWindows.Totals totals = window.getValue();
      out.printf(
          ROW,
          window.getKey(),
          String.format("%,d", totals.requests),
          totals.withCost == 0
              ? "unknown"
              : String.format("%,.6f", totals.cost.setScale(6, RoundingMode.HALF_EVEN)),
          String.format("%,d", totals.requests - totals.withCost),
          String.format("%,d", totals.rows),
          String.format("%,d", totals.corrected));
    }
    Snapshot snapshot = table.currentSnapshot();
    out.printf(
        "snapshot %d of %s by %s%n",
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        snapshot.summary().getOrDefault(Replacement.PIPELINE, snapshot.operation()));
  }
}
