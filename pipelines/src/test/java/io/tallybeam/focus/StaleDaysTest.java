package io.tallybeam.focus;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.adjustment.RecordAdjustments;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.launch.Launcher;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.table.CostAttributionTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days that are behind the windows they are made of are not exported. */
class StaleDaysTest {

  @TempDir Path folder;

  @Test
  void areRefusedUntilTheyAreRefreshed() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path output = folder.resolve("out");
    Instant from = Instant.parse("2024-05-01T10:00:00Z");
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(from, 2, 15, "t"));
    CommandLine.backfill(input, warehouse).done();
    Events.write(input, Events.calls(from, 3, 15, "t"));
    CommandLine.backfill(input, warehouse).done();
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      Table days = catalog.load(FocusExport.DAILY);
      long first = days.snapshots().iterator().next().snapshotId();
      CommittedRows.ofAnotherEngine(days).manageSnapshots().setCurrentSnapshot(first).commit();
    }

    CommandLine.Outcome refused = export("2024-05", warehouse, output);
    assertThat(refused.exit(), is(Launcher.USER_ERROR));
    assertThat(refused.errors(), contains(containsString("--month=2024-05: llm_cost_attri")));
    assertThat(Files.exists(output), is(false));
    export("2024-04", warehouse, output).done();
    CommandLine.run("maintain", "--warehouse=" + warehouse).done();
    export("2024-05", warehouse, output).done();
  }

  /** As if the second backfill had been killed before it came to them. */
  @Test
  void correctionsThatAreNotRecordedAreRefusedUntilTheyAre() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Instant from = Instant.parse("2024-05-01T10:00:00Z");
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(from, 2, 15, "t"));
    CommandLine.backfill(input, warehouse).done();
    List<String> more = new ArrayList<>(Events.calls(from, 2, 15, "t"));
    more.addAll(Events.calls(from, 2, 15, "u"));
    Events.write(input, more);
    CommandLine.backfill(input, warehouse).done();
    int recorded = CommittedRows.of(warehouse, CostAdjustmentsTable.NAME).size();
    assertThat(recorded, is(greaterThan(0)));
    CommittedRows.drop(warehouse, CostAdjustmentsTable.NAME);

    CommandLine.Outcome refused = export("2024-05", warehouse, folder.resolve("out"));
    assertThat(refused.exit(), is(Launcher.USER_ERROR));
    assertThat(refused.errors(), contains(containsString("run maintain")));
    CommandLine.run("maintain", "--rollUps=false", "--warehouse=" + warehouse).done();
    export("2024-05", warehouse, folder.resolve("out")).done();
    assertThat(CommittedRows.of(warehouse, CostAdjustmentsTable.NAME).size(), is(recorded));
  }

  /** The tables to export are loaded, and nothing is behind when that is asked a moment later. */
  @Test
  void correctionsThatAreRecordedMeanwhileAreExported() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Instant from = Instant.parse("2024-05-01T10:00:00Z");
    String call = Events.calls(from, 1, 15, "t").get(0);
    for (String cost : List.of("1", "3")) {
      String costly = call.replace("\"cost_usd\":0.01", "\"cost_usd\":" + cost);
      Path input = Events.write(folder.resolve("in.ndjson"), List.of(costly));
      CommandLine.backfill(input, warehouse).done();
    }
    CommittedRows.drop(warehouse, CostAdjustmentsTable.NAME);
    AtomicBoolean recorded = new AtomicBoolean();
    EdgeCatalog.Edge records =
        new EdgeCatalog.Edge() {
          @Override
          public void commit(String table, Runnable commit) {
            commit.run();
          }

          @Override
          public void load(String table) {
            if (table.equals(CostAttributionTable.NAME) && recorded.compareAndSet(false, true)) {
              try (TableCatalog catalog = CommittedRows.open(warehouse)) {
                RecordAdjustments.catchUp(catalog, folder.toString());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };

    CommandLine.Outcome outcome =
        CommandLine.run(
            "export-focus",
            "--month=2024-05",
            EdgeCatalog.option(EdgeCatalog.settings(warehouse, "records", records)),
            "--namespace=" + CommittedRows.NAMESPACE,
            "--output=" + folder.resolve("out"));

    outcome.done();
    assertThat(recorded.get(), is(true));
    Path file = Path.of("focus-1.2-2024-05.csv");
    export("2024-05", warehouse, folder.resolve("later")).done();
    assertThat(
        Files.readAllLines(folder.resolve("out").resolve(file)),
        is(Files.readAllLines(folder.resolve("later").resolve(file))));
  }

  private static CommandLine.Outcome export(String month, Path warehouse, Path output) {
    return CommandLine.run(
        "export-focus", "--month=" + month, "--warehouse=" + warehouse, "--output=" + output);
  }
}
