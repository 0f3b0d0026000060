package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.measure.CallMeasures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.spill.LocalBlockStore;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Recomputes a roll-up from the committed windows, where they changed.
 *
 * <p>Safe beside other runs: the roll-up's snapshot is taken before the windows are read, and the
 * commit fails if a row of the same periods changed since; then all is read again. So it is where
 * windows of the same days changed by the time of the commit: a run that emptied them may have
 * found nothing to replace, and would be no conflict. So the last refresh after the last commit of
 * windows has seen all of them. Memory is bounded by spilling sorted runs to the local disk.
 */
final class RollUp {

  private static final int ATTEMPTS = 10;
  private static final int MAX_KEYS = 100_000;

  /** Files of a roll-up hold one day of window starts, as its partitions do. */
  private static final Period SPAN = Period.Day.UTC;

  private final OperationsTable table;
  private final Table windows;
  private final Table target;

  RollUp(TableCatalog catalog, OperationsTable table) {
    this.table = table;
    this.windows = catalog.load(OperationsTable.METRICS);
    this.target = catalog.ensure(table, RollUps.properties(table));
  }

  /**
   * Refreshes the periods that hold any of {@code changed}; all of them where the roll-up is new.
   *
   * @throws RunStopped if other runs win again and again
   */
  void refresh(TimeRanges changed, Map<String, String> summary) throws IOException {
    boolean isNew = false;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      target.refresh();
      windows.refresh();
      if (attempt == 1 && Replacement.find(target, summary.get(Replacement.RUN_ID)).isPresent()) {
        return;
      }
      Snapshot targetBase = target.currentSnapshot();
      Snapshot source = windows.currentSnapshot();
      isNew |= targetBase == null;
      TimeRanges periods = periods(isNew ? everything(changed) : changed);
      List<DataFile> files = write(periods);
      try {
        new Replacement(target, Scope.of(periods), files, summary).commitOn(targetBase);
        if (attempt == ATTEMPTS || !changedSince(source, periods)) {
          return;
        }
      } catch (ValidationException | CommitFailedException e) {
        files.forEach(file -> RowFile.discard(target, file));
      }
    }
    throw new RunStopped(
        table.name() + ": other runs keep changing the same periods; run again to refresh it");
  }

  private TimeRanges periods(TimeRanges ranges) {
    List<TimeRange> periods = new ArrayList<>();
    for (TimeRange range : ranges.ranges()) {
      periods.add(
          new TimeRange(
              table.period().startOf(range.from()), table.period().at(range.to() - 1).to()));
    }
    return TimeRanges.of(periods);
  }

  /** The days of all windows there are, and {@code changed}. */
  private TimeRanges everything(TimeRanges changed) throws IOException {
    List<TimeRange> days = new ArrayList<>(changed.ranges());
    if (windows.currentSnapshot() != null) {
      try (CloseableIterable<FileScanTask> tasks = windows.newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          days.add(day(task.file()));
        }
      }
    }
    return TimeRanges.of(days);
  }

  /** Whether a file of a day of {@code periods} came or went since {@code source} was read. */
  private boolean changedSince(@Nullable Snapshot source, TimeRanges periods) {
    windows.refresh();
    Snapshot now = windows.currentSnapshot();
    if (now == null) {
      return false;
    }
    Long read = source == null ? null : source.snapshotId();
    for (Snapshot since :
        SnapshotUtil.ancestorsBetween(now.snapshotId(), read, id -> windows.snapshot(id))) {
      if (touches(since.addedDataFiles(windows.io()), periods)
          || touches(since.removedDataFiles(windows.io()), periods)) {
        return true;
      }
    }
    return false;
  }

  private static boolean touches(Iterable<DataFile> files, TimeRanges periods) {
    for (DataFile file : files) {
      TimeRange day = day(file);
      if (periods.intersects(day.from(), day.to() - 1)) {
        return true;
      }
    }
    return false;
  }

  private static TimeRange day(DataFile file) {
    return SPAN.at(Math.multiplyExact(file.partition().get(0, Integer.class), 86_400_000L));
  }

  private List<DataFile> write(TimeRanges periods) throws IOException {
    Path spill = Files.createTempDirectory("tallybeam-rollup");
    try {
      BlockStore store = LocalBlockStore.in(spill);
      List<DataFile> files = new ArrayList<>();
      for (List<Block> blocks : fold(periods, store, windows.currentSnapshot()).values()) {
        files.add(MergedRows.write(table, target, blocks, store));
      }
      return files;
    } finally {
      LocalBlockStore.delete(spill);
    }
  }

  private Map<GroupKey, List<Block>> fold(
      TimeRanges periods, BlockStore store, @Nullable Snapshot snapshot) throws IOException {
    Map<GroupKey, List<Block>> runs = new LinkedHashMap<>();
    if (snapshot == null || periods.isEmpty()) {
      return runs;
    }
    PartialFold<CallMeasures> fold = new PartialFold<>(table.name(), table::newMeasures);
    Scope scope = Scope.of(periods);
    TableScan scan =
        windows
            .newScan()
            .useSnapshot(snapshot.snapshotId())
            .filter(scope.filter())
            .includeColumnStats();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        if (scope.mayTouch(task.file(), windows.schema())) {
          fold(task, scope, fold, store, runs);
        }
      }
    }
    flush(fold, store, runs);
    return runs;
  }

  private void fold(
      FileScanTask task,
      Scope scope,
      PartialFold<CallMeasures> fold,
      BlockStore store,
      Map<GroupKey, List<Block>> runs)
      throws IOException {
    try (CloseableIterable<Record> rows = RowFile.read(windows, task)) {
      for (Record row : rows) {
        if (scope.contains(row)) {
          table.merge(row, fold);
          if (fold.size() >= MAX_KEYS) {
            flush(fold, store, runs);
          }
        }
      }
    }
  }

  private static void flush(
      PartialFold<CallMeasures> fold, BlockStore store, Map<GroupKey, List<Block>> runs)
      throws IOException {
    fold.flush(
        key -> SPAN.startOf(key.windowStart()),
        key -> 0,
        store,
        (key, block) -> runs.computeIfAbsent(key, k -> new ArrayList<>()).add(block));
  }
}
