package io.tallybeam.rollup;

import io.tallybeam.measure.Measures;
import io.tallybeam.sink.RowFile;
import io.tallybeam.sink.Scope;
import io.tallybeam.spill.SpillFolder;
import io.tallybeam.table.CallTable;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Which files have the rows of a roll-up for some periods: those that were added up while their
 * windows were written, where a day has no others, and what is made of the windows themselves.
 *
 * @param <M> the measures of its rows
 */
final class RollUpFiles<M extends Measures<M>> {

  /** Of a day with no more rows the files of all shards are merged to one. */
  private static final int FEW_ROWS = 10_000;

  private final CallTable<M> table;
  private final Table windows;
  private final Table target;
  private final String spillFolder;

  RollUpFiles(CallTable<M> table, Table windows, Table target, String spillFolder) {
    this.table = table;
    this.windows = windows;
    this.target = target;
    this.spillFolder = spillFolder;
  }

  /**
   * The files of the rows of {@code periods}: written before where they were, or now.
   *
   * @param snapshot of the windows
   * @param written by the place of the file of windows that each is made from
   */
  List<DataFile> of(TimeRanges periods, Snapshot snapshot, Map<String, DataFile> written)
      throws IOException {
    Scope scope = Scope.of(periods);
    List<DataFile> files = new ArrayList<>();
    List<FileScanTask> others = new ArrayList<>();
    for (List<FileScanTask> day : days(scope, snapshot).values()) {
      if (day.stream().allMatch(task -> isRolledUp(task, written))) {
        files.addAll(
            merged(day.stream().map(task -> written.get(task.file().location())).toList()));
      } else {
        others.addAll(day);
      }
    }
    if (others.isEmpty()) {
      return files;
    }
    files.addAll(
        write(
            fold -> {
              for (FileScanTask task : others) {
                fold.addAll(RowFile.read(windows, task), scope::contains);
              }
            }));
    return files;
  }

  /** One file of the rows of {@code day}, if they are few; or the files as they are. */
  private List<DataFile> merged(List<DataFile> day) throws IOException {
    if (day.size() == 1 || day.stream().mapToLong(DataFile::recordCount).sum() > FEW_ROWS) {
      return day;
    }
    return write(
        fold -> {
          for (DataFile file : day) {
            fold.addAll(RowFile.read(target, file), row -> true);
          }
        });
  }

  private static boolean isRolledUp(FileScanTask task, Map<String, DataFile> written) {
    return written.containsKey(task.file().location()) && task.deletes().isEmpty();
  }

  /** The files of windows in {@code scope}, by their partition. */
  private Map<Long, List<FileScanTask>> days(Scope scope, Snapshot snapshot) throws IOException {
    return scope.windows().isEmpty()
        ? Map.of()
        : RowFile.byDay(windows, scope.files(windows, snapshot));
  }

  /** Spills to the local disk where rows are many. */
  private List<DataFile> write(Rows<M> rows) throws IOException {
    try (SpillFolder spill = SpillFolder.in(spillFolder)) {
      FoldedRows<M> fold = new FoldedRows<>(table, spill.store());
      rows.addTo(fold);
      return fold.write(target);
    }
  }

  private interface Rows<M extends Measures<M>> {
    void addTo(FoldedRows<M> fold) throws IOException;
  }
}
