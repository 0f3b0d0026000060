package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.RollUpName;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestThreadsTest {

  @TempDir Path folder;

  @Test
  void areTheCallersUntilThereAreManyManifests() throws Exception {
    CatalogSettings settings = CatalogSettings.embedded(folder.toString(), "matih_analytics");
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      Table table = catalog.ensure(OperationsTable.metrics(RollUpName.HOUR), Map.of());
      assertThat(threadOf(ManifestThreads.of(table, null)), is(Thread.currentThread()));
      for (int manifests = 1; manifests <= 8; manifests++) {
        append(table, manifests);
        assertThat(
            threadOf(ManifestThreads.of(table, table.currentSnapshot())),
            is(Thread.currentThread()));
      }
      append(table, 9);
      assertThat(
          threadOf(ManifestThreads.of(table, table.currentSnapshot())),
          is(not(Thread.currentThread())));
    }
  }

  private static Thread threadOf(ExecutorService threads) throws Exception {
    return threads.submit(Thread::currentThread).get();
  }

  /** A commit of one more manifest. */
  private static void append(Table table, int file) {
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(table.location() + "/" + file + ".parquet")
                .withPartitionPath("window_start_day=2024-03-09")
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .build())
        .commit();
  }
}
