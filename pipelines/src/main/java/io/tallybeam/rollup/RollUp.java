package io.tallybeam.rollup;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.catalog.TableShape;
import io.tallybeam.error.RunStopped;
import io.tallybeam.measure.Measures;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.table.CallTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Recomputes a roll-up from committed rows of shorter periods, "the windows", where they changed.
 *
 * <p>Files that were added up while those of the windows were written are taken as they are for a
 * day of which the windows are in these files alone.
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

  private final CallTable<M> table;
  private final CallTable<?> finer;
  private final Table windows;
  private final Table target;
  private final RollUpFiles<M> rows;

  private RollUp(
      CallTable<M> table, CallTable<?> finer, Table windows, Table target, String spillFolder) {
    this.table = table;
    this.finer = finer;
    this.windows = windows;
    this.target = target;
    this.rows = new RollUpFiles<>(table, windows, target, spillFolder);
  }

  /** Makes the table of {@code rollUp} where it is missing. */
  static RollUp<?> of(TableCatalog catalog, RolledUp rollUp, String spillFolder) {
    Table target = catalog.ensure(rollUp.table(), rollUp.properties());
    Table windows = catalog.load(rollUp.source());
    return new RollUp<>(rollUp.table(), rollUp.source(), windows, target, spillFolder);
  }

  /**
   * Brings the roll-up up to date with the windows.
   *
   * @param summary goes into the snapshot
   * @param written files of it that no snapshot holds yet, by the place of the file of windows that
   *     they were made from; no two of them have rows of one name. Those that are of no use go
   * @throws RunStopped if other runs win again and again
   */
  void refresh(Map<String, String> summary, Map<String, DataFile> written) throws IOException {
    Map<String, DataFile> usable = new HashMap<>(written);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      target.refresh();
      windows.refresh();
      boolean repeated = Replacement.find(target, summary.get(Replacement.RUN_ID)).isPresent();
      if (repeated) {
        // They may be in a snapshot, or gone.
        usable.clear();
      }
      TableShape.require(target, table);
      TableShape.require(windows, finer);
      Snapshot base = target.currentSnapshot();
      Snapshot source = windows.currentSnapshot();
      if (source == null) {
        return;
      }
      TimeRanges stale = staleDays(base, source);
      if (stale.isEmpty() && repeated) {
        return;
      }
      commit(periods(stale), base, source, summary, usable);
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
    refresh(summary, Map.of());
    return true;
  }

  /** The days whose windows changed since the roll-up was made; all where nobody can tell. */
  private TimeRanges staleDays(@Nullable Snapshot base, Snapshot source) throws IOException {
    Long made = base == null ? null : madeFrom(base);
    if (made != null && ChangedDays.isKnownSince(windows, made, source)) {
      Optional<TimeRanges> changed = ChangedDays.between(windows, made, source);
      if (changed.isPresent()) {
        return changed.get();
      }
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
      TimeRanges periods,
      @Nullable Snapshot base,
      Snapshot source,
      Map<String, String> summary,
      Map<String, DataFile> written)
      throws IOException {
    List<DataFile> files = rows.of(periods, source, written);
    Map<String, String> all = new LinkedHashMap<>(summary);
    all.put(RollUps.WINDOWS_SNAPSHOT, Long.toString(source.snapshotId()));
    try {
      new Replacement(target, Scope.of(periods), files, all).commitOn(base);
    } catch (ValidationException | CommitFailedException e) {
      // Those that were written before may do for the next attempt.
      discard(files, written.values());
      return;
    }
    // A newer refresh of the same stream leaves those of this one in the table.
    List<DataFile> used = Replacement.filesOf(target, summary.get(Replacement.RUN_ID), base);
    discard(files, used);
    discard(written.values(), used);
    written.clear();
  }

  private void discard(Collection<DataFile> files, Iterable<DataFile> kept) {
    Set<String> locations = new HashSet<>();
    kept.forEach(file -> locations.add(file.location()));
    RowFile.discard(
        target, files.stream().filter(file -> !locations.contains(file.location())).toList());
  }
}
