package io.tallybeam.adjustment;

import io.tallybeam.measure.AdjustedCosts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.partial.PartialMerge;
import io.tallybeam.sink.DayRuns;
import io.tallybeam.sink.LazyFile;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.spill.SpillFolder;
import io.tallybeam.table.CostAdjustmentsTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The adjustments of one backfill, in files.
 *
 * @param files those with rows, which no snapshot holds yet
 * @param count how many rows
 * @param usd what they add up to
 */
record AdjustmentRows(List<DataFile> files, long count, BigDecimal usd) {

  /**
   * Compares the rows that {@code backfill} took away with those that it added. A window of which
   * no row was taken away is new, and nothing in it is adjusted, but for those that were {@code
   * emptied} before.
   */
  static AdjustmentRows write(
      Table attribution,
      Snapshot backfill,
      Set<Long> emptied,
      CostAdjustmentsTable table,
      Table target,
      String spillFolder)
      throws IOException {
    try (SpillFolder spill = SpillFolder.in(spillFolder)) {
      Comparison comparison = new Comparison(attribution, backfill, emptied, spill.store());
      List<DataFile> files = new ArrayList<>();
      long count = 0;
      BigDecimal usd = BigDecimal.ZERO;
      for (List<Block> blocks : comparison.days()) {
        Record row = GenericRecord.create(target.schema());
        try (PartialMerge<AdjustedCosts> merge =
                new PartialMerge<>(blocks, spill.store(), table::read);
            LazyFile file = new LazyFile(table, target)) {
          while (merge.next()) {
            if (CostAdjustmentsTable.isChange(merge.measures())) {
              table.fill(merge.key(), merge.measures(), row);
              file.write(row);
              count++;
              usd = usd.add(CostAdjustmentsTable.usd(merge.measures()));
            }
          }
          if (!file.isEmpty()) {
            files.add(file.finish());
          }
        }
      }
      return new AdjustmentRows(files, count, usd);
    }
  }

  /** The rows before and after, by key, in sorted runs. */
  private static final class Comparison {
    private final Table attribution;
    private final String runId;
    private final long adjustedAt;
    private final DayRuns<AdjustedCosts> days;
    private final Set<Long> windows;

    Comparison(Table attribution, Snapshot backfill, Set<Long> emptied, BlockStore store)
        throws IOException {
      this.attribution = attribution;
      this.runId = backfill.summary().get(Replacement.RUN_ID);
      this.windows = new HashSet<>(emptied);
      this.adjustedAt = backfill.timestampMillis();
      this.days =
          new DayRuns<>(new PartialFold<>(CostAdjustmentsTable.NAME, AdjustedCosts::new), store);
      addBefore(backfill);
      if (!windows.isEmpty()) {
        for (DataFile file : backfill.addedDataFiles(attribution.io())) {
          addAfter(file);
        }
      }
    }

    Collection<List<Block>> days() throws IOException {
      return days.finish();
    }

    private void addBefore(Snapshot backfill) throws IOException {
      Map<String, DataFile> removed = new LinkedHashMap<>();
      List<TimeRange> days = new ArrayList<>();
      for (DataFile file : backfill.removedDataFiles(attribution.io())) {
        removed.put(file.location(), file);
        days.add(RowFile.day(attribution, file));
      }
      Long parent = backfill.parentId();
      Snapshot before = parent == null ? null : attribution.snapshot(parent);
      if (before != null && !removed.isEmpty()) {
        // It tells which of their rows had been deleted.
        try (CloseableIterable<FileScanTask> tasks =
            Scope.of(TimeRanges.of(days)).files(attribution, before)) {
          for (FileScanTask task : tasks) {
            if (removed.remove(task.file().location()) != null) {
              addBefore(RowFile.read(attribution, task));
            }
          }
        }
      }
      for (DataFile file : removed.values()) {
        addBefore(RowFile.read(attribution, file));
      }
    }

    private void addBefore(CloseableIterable<Record> file) throws IOException {
      try (file) {
        for (Record row : file) {
          windows.add(CostAdjustmentsTable.windowStart(row));
          CostAdjustmentsTable.before(row, runId, adjustedAt, days.next());
        }
      }
    }

    private void addAfter(DataFile file) throws IOException {
      try (CloseableIterable<Record> rows = RowFile.read(attribution, file)) {
        for (Record row : rows) {
          if (windows.contains(CostAdjustmentsTable.windowStart(row))) {
            CostAdjustmentsTable.after(row, runId, adjustedAt, days.next());
          }
        }
      }
    }
  }
}
