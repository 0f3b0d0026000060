package io.tallybeam.sink;

import io.tallybeam.error.RunStopped;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One atomic commit to one table: the rows of a {@link Scope} go, the rows of new files come.
 *
 * <p>Data files that lie wholly in the scope are removed. Of a file that lies partly in it the
 * other rows are written to a new file in the same commit, so that no reader needs to understand
 * delete files and ranges need not be aligned to files. A commit never mixes with another one: if
 * rows of the scope changed since it was planned, it is not made.
 */
public final class Replacement {

  /** The key in a snapshot's summary under which a run finds its own commits again. */
  public static final String RUN_ID = "tallybeam.run-id";

  /** The key of which pipeline made a snapshot. */
  public static final String PIPELINE = "tallybeam.pipeline";

  private final Table table;
  private final Scope scope;
  private final List<DataFile> files;
  private final List<DataFile> superseded;
  private final Map<String, String> summary;
  private final Expression conflicts;

  /**
   * A replacement of the rows in {@code scope} by those of {@code files}.
   *
   * @param summary goes into the snapshot; holds {@link #RUN_ID}
   */
  public Replacement(Table table, Scope scope, List<DataFile> files, Map<String, String> summary) {
    this(table, scope, files, List.of(), summary, scope.filter());
  }

  /** Replaces nothing: adds the rows of {@code files}, unless anybody else added any meanwhile. */
  public static Replacement adding(Table table, List<DataFile> files, Map<String, String> summary) {
    return adding(table, files, List.of(), summary);
  }

  /** The same, and {@code superseded} go, as far as the table still has them. */
  static Replacement adding(
      Table table, List<DataFile> files, List<DataFile> superseded, Map<String, String> summary) {
    Scope none = Scope.of(TimeRanges.of(List.of()));
    return new Replacement(table, none, files, superseded, summary, Expressions.alwaysTrue());
  }

  private Replacement(
      Table table,
      Scope scope,
      List<DataFile> files,
      List<DataFile> superseded,
      Map<String, String> summary,
      Expression conflicts) {
    this.table = table;
    this.scope = scope;
    this.files = List.copyOf(files);
    this.superseded = List.copyOf(superseded);
    this.summary = Map.copyOf(summary);
    this.conflicts = conflicts;
  }

  /** The name of the table. */
  String table() {
    return table.name();
  }

  /** Whether a commit of this run is in the table's history already. */
  boolean landed() {
    table.refresh();
    return find(table, summary.get(RUN_ID)).isPresent();
  }

  /** What the table holds now, if anything. */
  @Nullable Snapshot latest() {
    table.refresh();
    return table.currentSnapshot();
  }

  /** The same with copies of its files: a path that was in a snapshot is never added again. */
  Replacement withFreshFiles() throws IOException {
    List<DataFile> copies = new ArrayList<>();
    for (DataFile file : files) {
      copies.add(RowFile.copy(table, file));
    }
    return new Replacement(table, scope, copies, superseded, summary, conflicts);
  }

  /**
   * Commits if no row of the scope changed since {@code base}, the snapshot the new rows were made
   * from.
   *
   * @return the id of the snapshot
   * @throws ValidationException if one did; the table is as it was
   * @throws CommitFailedException if others commit again and again; the table is as it was
   * @throws RunStopped if nobody can tell whether the commit was made
   */
  public long commitOn(@Nullable Snapshot base) throws IOException {
    OverwriteFiles overwrite =
        table
            .newOverwrite()
            .scanManifestsWith(ManifestThreads.of(table, table.currentSnapshot()))
            .conflictDetectionFilter(conflicts)
            .validateNoConflictingData()
            .validateNoConflictingDeletes();
    List<DataFile> kept = new ArrayList<>();
    if (base != null) {
      overwrite.validateFromSnapshot(base.snapshotId());
      planRemovals(base, overwrite, kept);
      removeSuperseded(base, overwrite);
    }
    files.forEach(overwrite::addFile);
    kept.forEach(overwrite::addFile);
    summary.forEach(overwrite::set);
    try {
      return CheckedCommit.make(table, overwrite).orElseThrow(() -> unknown(null)).snapshotId();
    } catch (CommitStateUnknownException e) {
      throw unknown(e);
    } catch (ValidationException | CommitFailedException e) {
      kept.forEach(file -> RowFile.discard(table, file));
      throw e;
    }
  }

  private void planRemovals(Snapshot base, OverwriteFiles overwrite, List<DataFile> kept)
      throws IOException {
    try (CloseableIterable<FileScanTask> tasks = scope.files(table, base)) {
      for (FileScanTask task : tasks) {
        DataFile file = task.file();
        overwrite.deleteFile(file);
        if (!scope.coversAll(file, table.schema())) {
          rewriteOthers(task, kept);
        }
      }
    }
  }

  private void removeSuperseded(Snapshot base, OverwriteFiles overwrite) throws IOException {
    if (superseded.isEmpty()) {
      return;
    }
    Set<String> live = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(base.snapshotId()).planFiles()) {
      tasks.forEach(task -> live.add(task.file().location()));
    }
    superseded.stream()
        .filter(file -> live.contains(file.location()))
        .forEach(overwrite::deleteFile);
  }

  /** Writes the rows of a file that are not replaced to a new one, in their order. */
  private void rewriteOthers(FileScanTask task, List<DataFile> kept) throws IOException {
    try (CloseableIterable<Record> rows = RowFile.read(table, task);
        LazyFile others = new LazyFile(table, task.file())) {
      for (Record row : rows) {
        if (!scope.contains(row)) {
          others.write(row);
        }
      }
      if (!others.isEmpty()) {
        kept.add(others.finish());
      }
    }
  }

  private RunStopped unknown(@Nullable CommitStateUnknownException e) {
    return new RunStopped(
        table.name()
            + ": the catalog did not answer whether the commit was made, and the table does not"
            + " show it; run again",
        e);
  }

  /**
   * The id of the last snapshot that the run {@code runId} committed, if the table's history has
   * one.
   */
  public static OptionalLong find(Table table, String runId) {
    return snapshots(table, runId, null).mapToLong(Snapshot::snapshotId).findFirst();
  }

  /** The files that the run {@code runId} has added since {@code base}, in all its commits. */
  public static List<DataFile> filesOf(Table table, String runId, @Nullable Snapshot base) {
    List<DataFile> files = new ArrayList<>();
    snapshots(table, runId, base)
        .forEach(snapshot -> snapshot.addedDataFiles(table.io()).forEach(files::add));
    return files;
  }

  /** The snapshots of a run after {@code base}, the newest first. */
  private static Stream<Snapshot> snapshots(Table table, String runId, @Nullable Snapshot base) {
    return CheckedCommit.history(table)
        .takeWhile(snapshot -> base == null || snapshot.snapshotId() != base.snapshotId())
        .filter(snapshot -> runId.equals(snapshot.summary().get(RUN_ID)));
  }
}
