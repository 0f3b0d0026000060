package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that expire between a backfill's commit and its adjustments. */
final class UnrecordedAdjustmentsTest {

  private static final Instant DAY = Instant.parse("2024-02-29T00:00:00Z");
  private static final long LATER = Long.MAX_VALUE / 4;

  @TempDir Path folder;
  private Path warehouse;
  private List<String> adjustments;

  /** As if the second backfill had been killed before it came to them. */
  @BeforeEach
  void backfill() throws IOException {
    warehouse = folder.resolve("warehouse");
    backfill("one");
    backfill("one", "two");
    adjustments = CommittedRows.of(warehouse, CostAdjustmentsTable.NAME);
    assertThat(adjustments, is(not(empty())));
    CommittedRows.drop(warehouse, CostAdjustmentsTable.NAME);
  }

  private void backfill(String... tenants) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String tenant : tenants) {
      lines.addAll(Events.calls(DAY, 3, 15, tenant));
    }
    CommandLine.backfill(Events.write(folder.resolve("in.ndjson"), lines), warehouse).done();
  }

  @Test
  void areRecordedFromWhatMaintenanceKeeps() throws IOException {
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      List<Table> all = catalog.names().stream().map(catalog::load).toList();
      new TableMaintenance(
              CostAttributionTable.NAME,
              catalog.load(CostAttributionTable.NAME),
              all,
              SmallTables.withExpiredBefore(
                  SmallTables.merging(SmallTables.settings(warehouse), folder), LATER))
          .run();
      RecordAdjustments.catchUp(catalog, folder.toString());
    }

    assertThat(CommittedRows.of(warehouse, CostAdjustmentsTable.NAME), is(adjustments));
  }

  @Test
  void thatNobodyCanTellAnyMoreStopNoLaterOnes() throws IOException {
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      Table table = catalog.load(CostAttributionTable.NAME);
      long before = table.currentSnapshot().parentId();
      table.expireSnapshots().expireSnapshotId(before).commit();
      RecordAdjustments.catchUp(catalog, folder.toString());
      assertThat(RecordAdjustments.isBehind(catalog), is(false));
    }
    assertThat(CommittedRows.of(warehouse, CostAdjustmentsTable.NAME), is(empty()));

    backfill("one");

    assertThat(CommittedRows.of(warehouse, CostAdjustmentsTable.NAME), is(not(empty())));
  }

  @Test
  void onceRecordedKeepNothing() throws IOException {
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      RecordAdjustments.catchUp(catalog, folder.toString());
      List<Table> all = catalog.names().stream().map(catalog::load).toList();
      Table table = catalog.load(CostAttributionTable.NAME);
      long current = table.currentSnapshot().snapshotId();

      assertThat(KeptSnapshots.of(table, all), is(Set.of(current)));
    }
  }
}
