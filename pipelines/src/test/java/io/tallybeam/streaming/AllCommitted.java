package io.tallybeam.streaming;

import io.tallybeam.backfill.TestWarehouse;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Ends a stream when its tables hold all events. */
final class AllCommitted implements Runnable {

  private static final int PAUSE_MILLIS = 300;

  /** Of three tables: hours, and days and months in two zones. */
  private static final int ROLL_UPS = 15;

  /** Only to end a test that hangs. */
  private static final int PATIENCE = 1_000;

  private final Path warehouse;
  private final long events;
  private final ScriptedSource.Control stream;

  AllCommitted(Path warehouse, long events, ScriptedSource.Control stream) {
    this.warehouse = warehouse;
    this.events = events;
    this.stream = stream;
  }

  /** Waits in a thread of its own. */
  static Thread start(Path warehouse, long events, ScriptedSource.Control stream) {
    Thread thread = new Thread(new AllCommitted(warehouse, events, stream), "all-committed");
    thread.start();
    return thread;
  }

  @Override
  public void run() {
    try {
      long seen = -1;
      for (int i = 0; i < PATIENCE; i++) {
        Thread.sleep(PAUSE_MILLIS);
        long snapshot = complete();
        if (snapshot >= 0 && snapshot == seen && stream.breakdownsLeft() == 0) {
          break;
        }
        seen = snapshot;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stream.end();
    }
  }

  /** The snapshot of the metrics if all is there, and the roll-ups are made from it; else -1. */
  private long complete() {
    try (TableCatalog catalog = new TestWarehouse(warehouse).open()) {
      if (!catalog.names().containsAll(List.of(OperationsTable.METRICS, WindowLedgerTable.NAME))) {
        return -1;
      }
      Table metrics = catalog.load(OperationsTable.METRICS);
      Table ledger = catalog.load(WindowLedgerTable.NAME);
      if (metrics.currentSnapshot() == null
          || ledger.currentSnapshot() == null
          || sum(ledger, "read") != events
          || sum(ledger, "aggregated") != sum(metrics, "total_requests")) {
        return -1;
      }
      long snapshot = metrics.currentSnapshot().snapshotId();
      Set<String> current = new HashSet<>();
      List<String> sources = new ArrayList<>();
      for (String name : catalog.names()) {
        Snapshot made = catalog.load(name).currentSnapshot();
        if (made != null) {
          current.add(Long.toString(made.snapshotId()));
          Optional.ofNullable(made.summary().get("tallybeam.windows-snapshot"))
              .ifPresent(sources::add);
        }
      }
      return sources.size() == ROLL_UPS && current.containsAll(sources) ? snapshot : -1;
    }
  }

  private static long sum(Table table, String column) {
    long sum = 0;
    for (Record row : CommittedRows.records(table)) {
      sum += (Long) row.getField(column);
    }
    return sum;
  }
}
