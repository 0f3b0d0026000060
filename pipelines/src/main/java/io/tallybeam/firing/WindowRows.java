package io.tallybeam.firing;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.live.LiveSettings;
import io.tallybeam.live.RevisedRows;
import io.tallybeam.live.Revisions;
import io.tallybeam.live.WindowContents;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.Key;
import io.tallybeam.sink.Fired;
import io.tallybeam.sink.LazyFile;
import io.tallybeam.sink.ShardName;
import io.tallybeam.sink.WrittenFile;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Writes the rows of a shard of a window, a file a table. */
final class WindowRows {

  private final TableCatalog catalog;
  private final LiveSettings settings;
  private final DistinctCalls distinct;
  private final CallPricer pricer;
  private final Map<String, Table> targets = new HashMap<>();

  WindowRows(TableCatalog catalog, LiveSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
    this.distinct = new DistinctCalls(BlockStore.INLINE, settings.fold().windows());
    this.pricer = new CallPricer(settings.fold().costs());
  }

  /**
   * Writes the rows of {@code now}.
   *
   * @param before what was there when the window fired last
   * @param held the state of the window; its revisions are brought up to date
   * @param ended whether the watermark has passed the end of the window
   */
  Fired write(
      long windowStart,
      ShardName shard,
      List<byte[]> now,
      List<byte[]> before,
      HeldWindow held,
      boolean ended)
      throws IOException {
    // What changed is told by the same prices: those that are in force now.
    pricer.refresh();
    WindowContents contents = WindowContents.of(now, settings, distinct, pricer);
    WindowContents old = WindowContents.of(before, settings, distinct, pricer);
    // Early results are no answer yet: what changes them is no correction.
    WindowContents answer =
        held.ended() ? old : WindowContents.of(List.of(), settings, distinct, pricer);
    List<WrittenFile> files = new ArrayList<>();
    for (WindowTable<?> table : settings.tables().calls()) {
      if (!contents.blocks(table.name()).isEmpty()) {
        files.add(write(table, shard, contents, answer, held.revisions()));
      }
    }
    return new Fired(
        windowStart,
        shard,
        held.firings(),
        ended ? settings.endOf(windowStart) : Key.NO_WINDOW,
        files,
        Map.of(windowStart, contents.counts().since(old.counts())));
  }

  private <M extends Measures<M>> WrittenFile write(
      WindowTable<M> table,
      ShardName shard,
      WindowContents now,
      WindowContents old,
      Revisions revisions)
      throws IOException {
    Table target = targets.computeIfAbsent(table.name(), name -> catalog.load(table));
    boolean revised = target.schema().findField(OperationsTable.REVISION) != null;
    Record row = GenericRecord.create(target.schema());
    try (LazyFile file = new LazyFile(table, target, shard)) {
      RevisedRows.forEach(
          table,
          now,
          old,
          revisions,
          (key, measures, revision) -> {
            table.fill(key, measures, row);
            if (revised) {
              row.setField(OperationsTable.REVISION, revision);
            }
            file.write(row);
          });
      return WrittenFile.ofWindows(table.name(), file.finish());
    }
  }
}
