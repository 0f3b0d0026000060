package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.Replacement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refresh of a run that is made again, since nobody knew that the first one would land. */
final class RepeatedRefreshTest {

  private static final Instant DAY = Instant.parse("2024-02-28T20:00:00Z");
  private static final String METRICS = "llm_operations_metrics";
  private static final String HOURLY = "llm_operations_hourly";
  private static final Map<String, String> RUN =
      Map.of(Replacement.RUN_ID, "run", Replacement.PIPELINE, "backfill");

  @TempDir Path folder;
  private Path warehouse;

  /** It has the same files: they are the table's by then. */
  @Test
  void filesThatTheFirstOneBroughtAreKept() throws IOException {
    warehouse = folder.resolve("warehouse");
    Path input = Events.write(folder.resolve("calls.ndjson"), Events.calls(DAY, 32, 15, "t"));
    CommandLine.backfill(input, warehouse, "--shards=1").done();
    List<String> rows = CommittedRows.of(warehouse, HOURLY);
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      Table windows = catalog.load(METRICS);
      Table hourly = catalog.load(HOURLY);
      DataFile written = copy(hourly, days(hourly).get(0));
      Map<String, DataFile> bySource =
          Map.of(replaceByCopy(windows, days(windows).get(0)).location(), written);
      AtomicBoolean landed = new AtomicBoolean();
      EdgeCatalog.Edge edge =
          (table, commit) -> {
            if (table.equals(HOURLY) && landed.compareAndSet(false, true)) {
              refresh(catalog, bySource);
              // Another day changes, so that there is something left to do.
              replaceByCopy(windows, days(windows).get(1));
            }
            commit.run();
          };
      try (TableCatalog edged =
          TableCatalog.open(EdgeCatalog.settings(warehouse, warehouse.toString(), edge))) {
        refresh(edged, bySource);
      }
      assertThat(landed.get(), is(true));
      hourly.refresh();
      assertThat(
          days(hourly).stream().map(DataFile::location).toList(), hasItem(written.location()));
    }
    assertThat(CommittedRows.of(warehouse, HOURLY), is(rows));
  }

  private static void refresh(TableCatalog catalog, Map<String, DataFile> written) {
    RolledUp hours =
        RollUps.chains(catalog, ZoneOffset.UTC).stream()
            .flatMap(chain -> chain.rollUps().stream())
            .filter(rollUp -> rollUp.name().equals(HOURLY))
            .findFirst()
            .orElseThrow();
    try {
      RollUp.of(catalog, hours, "").refresh(RUN, written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its files, one a day. */
  private static List<DataFile> days(Table table) {
    List<DataFile> files = new ArrayList<>();
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.comparing(file -> table.spec().partitionToPath(file.partition())));
    return files;
  }

  /** For the table it is a change. */
  private static DataFile replaceByCopy(Table table, DataFile file) {
    DataFile copy = copy(table, file);
    table.newOverwrite().deleteFile(file).addFile(copy).commit();
    return copy;
  }

  private static DataFile copy(Table table, DataFile file) {
    String location = file.location().replace(".parquet", "-again.parquet");
    try (InputStream in = table.io().newInputFile(file.location()).newStream();
        OutputStream out = table.io().newOutputFile(location).create()) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DataFiles.builder(table.spec()).copy(file).withPath(location).build();
  }
}
