package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.sink.MergedRows;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.spill.SpillFolder;
import io.tallybeam.table.CallTable;
import io.tallybeam.window.Period;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
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
 * Recomputes a roll-up from committed rows of shorter periods, "the windows", where they changed.
 *
 * <p>A roll-up's snapshot tells which snapshot of the windows it was made from; what changed since,
 * by whichever run, is stale, also if that run was killed before it came here. Safe beside other
 * runs: the commit fails if a row of the same periods changed since the roll-up was looked at, and
 * then all is read again, as it is where the windows changed meanwhile. Memory is bounded by
 * spilling sorted runs to the local disk.
 *
 * @param <M> the measures of its rows
 */
final class RollUp<M extends Measures<M>> {

  private static final int ATTEMPTS = 10;
  private static final int MAX_KEYS = 100_000;

  /** Files of a roll-up hold one day of window starts, as its partitions do. */
  private static final Period SPAN = Period.Day.UTC;

  private final CallTable<M> table;
  private final Table windows;
  private final Table target;

  private RollUp(CallTable<M> table, Table windows, Table target) {
    this.table = table;
    this.windows = windows;
    this.target = target;
  }

  /** Makes the table of {@code rollUp} where it is missing. */
  static RollUp<?> of(TableCatalog catalog, RolledUp rollUp) {
    Table target = catalog.ensure(rollUp.table(), rollUp.properties());
    return new RollUp<>(rollUp.table(), catalog.load(rollUp.source()), target);
  }

  /**
   * Brings the roll-up up to date with the windows.
   *
   * @param summary goes into the snapshot
   * @throws RunStopped if other runs win again and again
   */
  void refresh(Map<String, String> summary) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      target.refresh();
      windows.refresh();
      Snapshot base = target.currentSnapshot();
      Snapshot source = windows.currentSnapshot();
      if (source == null) {
        return;
      }
      TimeRanges stale = staleDays(base, source);
      if (stale.isEmpty()
          && Replacement.find(target, summary.get(Replacement.RUN_ID)).isPresent()) {
        return;
      }
      commit(periods(stale), base, source, summary);
    }
    if (Replacement.find(target, summary.get(Replacement.RUN_ID)).isEmpty()) {
      throw new RunStopped(
          table.name() + ": other runs keep changing the same periods; run again to refresh it");
    }
  }

  /** Whether a window of {@code range} changed since the roll-up was made. */
  boolean isStaleIn(TimeRange range) throws IOException {
    Snapshot source = windows.currentSnapshot();
    return source != null
        && staleDays(target.currentSnapshot(), source).intersects(range.from(), range.to() - 1);
  }

  /** The same where a window changed since the roll-up was made; tells whether one did. */
  boolean refreshIfStale(Map<String, String> summary) throws IOException {
    Snapshot source = windows.currentSnapshot();
    if (source == null || staleDays(target.currentSnapshot(), source).isEmpty()) {
      return false;
    }
    refresh(summary);
    return true;
  }

  /** The days whose windows changed since the roll-up was made; all where nobody can tell. */
  private TimeRanges staleDays(@Nullable Snapshot base, Snapshot source) throws IOException {
    Long made = base == null ? null : madeFrom(base);
    if (made != null && ChangedDays.isKnownSince(windows, made, source)) {
      return ChangedDays.between(windows, made, source);
    }
    List<TimeRange> days = ChangedDays.all(windows);
    days.addAll(ChangedDays.all(target));
    return TimeRanges.of(days);
  }

  /** Snapshots of others, such as a compaction, do not tell. */
  private @Nullable Long madeFrom(Snapshot base) {
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(base.snapshotId(), target::snapshot)) {
      String made = snapshot.summary().get(RollUps.WINDOWS_SNAPSHOT);
      if (made != null) {
        return Long.valueOf(made);
      }
    }
    return null;
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

  /** Commits, unless another run changed the same periods since {@code base}. */
  private void commit(
      TimeRanges periods, @Nullable Snapshot base, Snapshot source, Map<String, String> summary)
      throws IOException {
    List<DataFile> files = write(periods, source);
    Map<String, String> all = new LinkedHashMap<>(summary);
    all.put(RollUps.WINDOWS_SNAPSHOT, Long.toString(source.snapshotId()));
    try {
      new Replacement(target, Scope.of(periods), files, all).commitOn(base);
    } catch (ValidationException | CommitFailedException e) {
      files.forEach(file -> RowFile.discard(target, file));
    }
  }

  private List<DataFile> write(TimeRanges periods, Snapshot source) throws IOException {
    try (SpillFolder spill = SpillFolder.in(System.getProperty("java.io.tmpdir"))) {
      BlockStore store = spill.store();
      List<DataFile> files = new ArrayList<>();
      for (List<Block> blocks : fold(periods, store, source).values()) {
        files.add(MergedRows.write(table, target, blocks, store));
      }
      return files;
    }
  }

  private Map<GroupKey, List<Block>> fold(TimeRanges periods, BlockStore store, Snapshot snapshot)
      throws IOException {
    Map<GroupKey, List<Block>> runs = new LinkedHashMap<>();
    if (periods.isEmpty()) {
      return runs;
    }
    PartialFold<M> fold = new PartialFold<>(table.name(), table::newMeasures);
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
      PartialFold<M> fold,
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

  private void flush(PartialFold<M> fold, BlockStore store, Map<GroupKey, List<Block>> runs)
      throws IOException {
    fold.flush(
        key -> SPAN.startOf(key.windowStart()),
        key -> 0,
        store,
        (key, block) -> runs.computeIfAbsent(key, k -> new ArrayList<>()).add(block));
  }
}
