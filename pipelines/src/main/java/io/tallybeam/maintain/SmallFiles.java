package io.tallybeam.maintain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Iceberg's own plan of which small files of a partition are merged, of the settled ones only. */
final class SmallFiles extends BinPackRewriteFilePlanner {

  private final Set<String> settled;

  private SmallFiles(Table table, Snapshot base, Set<String> settled) {
    super(table, Expressions.alwaysTrue(), base.snapshotId(), true);
    this.settled = settled;
  }

  /** The groups of files of {@code base} to merge, each of one partition. */
  static List<RewriteFileGroup> groups(
      Table table, Snapshot base, Set<String> settled, long targetBytes) {
    SmallFiles planner = new SmallFiles(table, base, settled);
    planner.init(
        Map.of(
            TARGET_FILE_SIZE_BYTES,
            Long.toString(targetBytes),
            // A large file is read well: nothing is gained by cutting it.
            MAX_FILE_SIZE_BYTES,
            Long.toString(Long.MAX_VALUE / 4),
            MIN_INPUT_FILES,
            "2"));
    try (CloseableIterable<RewriteFileGroup> groups = planner.plan().groups()) {
      List<RewriteFileGroup> list = new ArrayList<>();
      groups.forEach(list::add);
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Iterable<FileScanTask> filterFiles(Iterable<FileScanTask> tasks) {
    List<FileScanTask> own = new ArrayList<>();
    for (FileScanTask task : tasks) {
      if (settled.contains(task.file().location())) {
        own.add(task);
      }
    }
    return super.filterFiles(own);
  }
}
