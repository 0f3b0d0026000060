package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.MovedColumns;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.MarkedFailure;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockCoder;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.GroupKeyCoder;
import io.tallybeam.partial.KeyWriter;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteWindowsTest {

  private static final TimeRange DAY = new TimeRange(0, 86_400_000);

  @TempDir Path warehouse;

  /** As when another engine moves one after the run has checked its tables. */
  @ParameterizedTest
  @ValueSource(strings = {"llm_operations_metrics", "llm_operations_hourly"})
  void doesNotWriteToColumnsThatWereMoved(String table) throws IOException {
    CatalogSettings settings =
        CatalogSettings.embedded(warehouse.toString(), CommittedRows.NAMESPACE);
    try (TableCatalog catalog = TableCatalog.open(settings)) {
      RunTables.make(catalog, StreamTables.WINDOWS, ZoneOffset.UTC);
      catalog.load(table).updateSchema().moveAfter("cache_hits", "failed_requests").commit();
    }
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(rows(600)).withCoder(KvCoder.of(GroupKeyCoder.of(), BlockCoder.of())))
        .apply(WriteWindows.to(settings, StreamTables.WINDOWS, DAY, BlockStore.INLINE));

    MovedColumns.assertTold(
        () -> {
          Throwable e =
              assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());
          assertThat(e.getCause(), instanceOf(MarkedFailure.class));
          throw e;
        },
        "matih_analytics." + table,
        "cache_hits",
        "error_rate");

    assertThat(MovedColumns.filesOnDisk(warehouse, table), is(empty()));
  }

  /** So many that a file of their hours is written too. */
  private static List<KV<GroupKey, Block>> rows(int count) throws IOException {
    PartialFold<CallMeasures> fold = new PartialFold<>(OperationsTable.METRICS, CallMeasures::new);
    for (int i = 0; i < count; i++) {
      fold.at(new KeyWriter().name("tenant-" + i).name("p").name("m").window(0));
    }
    List<KV<GroupKey, Block>> blocks = new ArrayList<>();
    fold.flush(
        key -> 0, key -> 0, BlockStore.INLINE, (key, block) -> blocks.add(KV.of(key, block)));
    return blocks;
  }
}
