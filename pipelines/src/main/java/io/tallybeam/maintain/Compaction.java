package io.tallybeam.maintain;

import io.tallybeam.sink.CheckedCommit;
import io.tallybeam.sink.Replacement;
import io.tallybeam.sink.RowFile;
import io.tallybeam.spill.SpillFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Merges the small files of the settled windows of one table, partition by partition, one commit
 * each.
 *
 * <p>A commit is made only if the files it replaces are still the table's; a partition that others
 * change is planned anew, and left alone if they keep changing it.
 */
final class Compaction {

  private static final int ATTEMPTS = 4;

  private final Table table;
  private final MaintainPlan plan;

  Compaction(Table table, MaintainPlan plan) {
    this.table = table;
    this.plan = plan;
  }

  /** The files that would be merged now, and how many would come of them. */
  Merge preview() throws IOException {
    Snapshot base = table.currentSnapshot();
    int from = 0;
    int to = 0;
    for (RewriteFileGroup group : base == null ? List.<RewriteFileGroup>of() : groups(base)) {
      from += group.inputFileNum();
      to += group.expectedOutputFiles();
    }
    return new Merge(from, to);
  }

  /**
   * Merges.
   *
   * @return the partitions that were left alone since others keep changing them
   */
  Set<String> run() throws IOException {
    Set<String> contested = Set.of();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      table.refresh();
      Snapshot base = table.currentSnapshot();
      if (base == null) {
        return Set.of();
      }
      Set<String> lost = new TreeSet<>();
      for (RewriteFileGroup group : groups(base)) {
        String partition = table.spec().partitionToPath(group.info().partition());
        if ((attempt == 1 || contested.contains(partition)) && !merge(group, base)) {
          lost.add(partition);
        }
      }
      contested = lost;
      if (contested.isEmpty()) {
        break;
      }
    }
    return contested;
  }

  private List<RewriteFileGroup> groups(Snapshot base) throws IOException {
    Set<String> settled = new SettledFiles(table, plan.settledBefore()).of(base);
    return SmallFiles.groups(table, base, settled, plan.targetBytes());
  }

  /** Whether the files of the group were still there to be replaced. */
  private boolean merge(RewriteFileGroup group, Snapshot base) throws IOException {
    List<DataFile> merged;
    try {
      merged = write(group);
    } catch (NotFoundException e) {
      return false;
    }
    // The rows keep their sequence number: deletes made meanwhile apply to them as well.
    RewriteFiles rewrite =
        table
            .newRewrite()
            .validateFromSnapshot(base.snapshotId())
            .dataSequenceNumber(base.sequenceNumber())
            .set(Replacement.RUN_ID, plan.runId())
            .set(Replacement.PIPELINE, "maintain");
    group.rewrittenFiles().forEach(rewrite::deleteFile);
    merged.forEach(rewrite::addFile);
    boolean committed = CheckedCommit.ofLayout(table, rewrite);
    if (!committed) {
      RowFile.discard(table, merged);
    }
    return committed;
  }

  private List<DataFile> write(RewriteFileGroup group) throws IOException {
    try (SpillFolder spill = SpillFolder.in(plan.spillFolder());
        SortedRuns runs = new SortedRuns(table, spill.path());
        CompactedFiles files =
            new CompactedFiles(table, group.info().partition(), plan.targetBytes())) {
      long rows = 0;
      boolean deletes = false;
      for (FileScanTask task : new ArrayList<>(group.fileScanTasks())) {
        runs.add(task);
        rows += task.file().recordCount();
        deletes |= !task.deletes().isEmpty();
      }
      runs.forEach(files::write);
      if (!deletes && files.rows() != rows) {
        throw new IllegalStateException(
            String.format(
                "%s: %d rows were read from files of %d rows; nothing was committed",
                table.name(), files.rows(), rows));
      }
      return files.finish();
    }
  }

  /**
   * Files before and after.
   *
   * @param from how many are merged
   * @param to about how many come of them
   */
  record Merge(int from, int to) {}
}
