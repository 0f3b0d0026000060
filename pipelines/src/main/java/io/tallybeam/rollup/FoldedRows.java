package io.tallybeam.rollup;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.sink.DayRuns;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.table.CallTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  private final CallTable<M> table;
  private final BlockStore store;
  private final DayRuns<M> days;

  /** No rows yet, to be added up to those of {@code table}. */
  FoldedRows(CallTable<M> table, BlockStore store) {
    this.table = table;
    this.store = store;
    this.days = new DayRuns<>(new PartialFold<>(table.name(), table::newMeasures), store);
  }

  /** Adds those of {@code rows} that are {@code wanted}, and closes them. */
  void addAll(CloseableIterable<Record> rows, Predicate<Record> wanted) throws IOException {
    try (rows) {
      for (Record row : rows) {
        if (wanted.test(row)) {
          table.merge(row, days.next());
        }
      }
    }
  }

  /** Writes one file for each day to {@code target}. */
  List<DataFile> write(Table target) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (List<Block> blocks : days.finish()) {
      files.add(MergedRows.write(table, target, blocks, store));
    }
    return files;
  }
}
