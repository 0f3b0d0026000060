package io.tallybeam.rollup;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.table.CallTable;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Rows of a table of calls, added up to the periods of another one. Memory is bounded by sorted
 * runs in a store.
 *
 * @param <M> the measures of the rows
 */
final class FoldedRows<M extends Measures<M>> {

  private static final int MAX_KEYS = 100_000;

  /** A file holds one day of window starts, as partitions do. */
  private static final Period SPAN = Period.Day.UTC;

  private final CallTable<M> table;
  private final BlockStore store;
  private final PartialFold<M> fold;
  private final Map<GroupKey, List<Block>> runs = new LinkedHashMap<>();

  /** No rows yet, to be added up to those of {@code table}. */
  FoldedRows(CallTable<M> table, BlockStore store) {
    this.table = table;
    this.store = store;
    this.fold = new PartialFold<>(table.name(), table::newMeasures);
  }

  /** Adds those of {@code rows} that are {@code wanted}, and closes them. */
  void addAll(CloseableIterable<Record> rows, Predicate<Record> wanted) throws IOException {
    try (rows) {
      for (Record row : rows) {
        if (wanted.test(row)) {
          table.merge(row, fold);
          if (fold.size() >= MAX_KEYS) {
            flush();
          }
        }
      }
    }
  }

  private void flush() throws IOException {
    fold.flush(
        key -> SPAN.startOf(key.windowStart()),
        key -> 0,
        store,
        (key, block) -> runs.computeIfAbsent(key, k -> new ArrayList<>()).add(block));
  }

  /** Writes one file for each day to {@code target}. */
  List<DataFile> write(Table target) throws IOException {
    flush();
    List<DataFile> files = new ArrayList<>();
    for (List<Block> blocks : runs.values()) {
      files.add(MergedRows.write(table, target, blocks, store));
    }
    return files;
  }
}
