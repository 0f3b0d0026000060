package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream some of whose roll-ups cannot be refreshed. */
final class LeftOverRefreshTest {

  private static final Instant DAY = Instant.parse("2024-02-28T20:00:00Z");

  @TempDir Path folder;

  @Test
  void whatFailedIsTriedAgainWithoutAnotherCommit() throws IOException {
    Path warehouse = withADayRemoved();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    EdgeCatalog.Edge edge =
        (table, commit) -> {
          if (failed.add(table)) {
            throw new NoClassDefFoundError("once");
          }
          commit.run();
        };
    CatalogSettings settings = EdgeCatalog.settings(warehouse, warehouse.toString(), edge);
    // Hours, days and months of each chain fail once.
    refresh(settings, 4);

    assertThat(failed, hasSize(9));
    assertRefreshed(warehouse);
  }

  /** One that the login may not read, or that is damaged, may be of somebody else. */
  @Test
  void aTableThatCannotBeReadHoldsNoOtherBack() throws IOException {
    Path warehouse = withADayRemoved("--zone=Asia/Kolkata");
    Path damaged =
        warehouse
            .resolve(CommittedRows.NAMESPACE)
            .resolve("llm_operations_daily_asia_kolkata/metadata");
    try (Stream<Path> files = Files.list(damaged)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Files.delete(file);
      }
    }
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      assertThrows(RuntimeException.class, () -> catalog.load("llm_operations_daily_asia_kolkata"));
    }

    refresh(EdgeCatalog.settings(warehouse, warehouse.toString(), (table, c) -> c.run()), 0);

    assertRefreshed(warehouse);
  }

  private Path withADayRemoved(String... args) throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path input = Events.write(folder.resolve("calls.ndjson"), Events.calls(DAY, 32, 15, "t"));
    List<String> all = new ArrayList<>(List.of("--shards=1"));
    all.addAll(List.of(args));
    CommandLine.backfill(input, warehouse, all.toArray(new String[0])).done();
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      removeADay(catalog.load(OperationsTable.METRICS));
    }
    return warehouse;
  }

  /** As a stream does behind a commit, and so many times a minute later. */
  private static void refresh(CatalogSettings settings, int again) {
    Pipeline pipeline = Pipeline.create();
    TestStream.Builder<TimeRanges> commits =
        TestStream.create(SerializableCoder.of(TimeRanges.class))
            .addElements(TimeRanges.of(List.of()));
    for (int i = 0; i < again; i++) {
      commits = commits.advanceProcessingTime(Duration.standardSeconds(61));
    }
    pipeline
        .apply(commits.advanceWatermarkToInfinity())
        .apply(
            RefreshRollUps.in(
                settings, ZoneOffset.UTC, new RunFacts("run", "streaming", "topic", 1.0)));
    pipeline.run().waitUntilFinish();
  }

  private static void assertRefreshed(Path warehouse) {
    for (String name : List.of("hourly", "daily", "monthly")) {
      assertThat(
          name,
          CommittedRows.records(warehouse, "llm_operations_" + name).stream()
              .mapToLong(row -> (Long) row.getField("total_requests"))
              .sum(),
          is(16L));
    }
  }

  private static void removeADay(Table windows) throws IOException {
    try (CloseableIterable<FileScanTask> tasks =
        windows
            .newScan()
            .filter(Expressions.lessThan("window_start", "2024-02-29T00:00:00Z"))
            .planFiles()) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        windows.newDelete().deleteFile(file).commit();
      }
    }
  }
}
