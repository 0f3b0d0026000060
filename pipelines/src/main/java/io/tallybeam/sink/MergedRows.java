package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** Merges the blocks of one group of a table and writes its rows to one sorted file. */
public final class MergedRows {

  private MergedRows() {}

  /**
   * Writes the rows of {@code blocks}, of which there is at least one.
   *
   * @param target the Iceberg table of {@code table}
   */
  public static <M extends Measures<M>> DataFile write(
      WindowTable<M> table, Table target, Iterable<Block> blocks, BlockStore store)
      throws IOException {
    Record row = GenericRecord.create(target.schema());
    try (PartialMerge<M> merge = new PartialMerge<>(blocks, store, table::read);
        LazyFile file = new LazyFile(target)) {
      merge.forEach(
          (key, measures) -> {
            clear(row);
            table.fill(key, measures, row);
            file.write(row);
          });
      return file.finish();
    }
  }

  private static void clear(Record row) {
    for (int i = 0; i < row.size(); i++) {
      row.set(i, null);
    }
  }
}
