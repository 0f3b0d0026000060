package io.tallybeam.sink;

import io.tallybeam.error.RunStopped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Makes a numbered commit of a stream in one table, where that does not have it yet.
 *
 * @param token which commit
 */
record CommitOnce(SinkToken token) {

  private static final int ATTEMPTS = 10;

  /** What is to be committed, if anything, on top of what a table has. */
  @FunctionalInterface
  interface Plan {
    Optional<Replacement> on(SinkHistory made) throws IOException;
  }

  /**
   * Commits on top of whatever the table holds by then: what another run did is kept. This very
   * commit may be what came meanwhile, sent before a failure and landed late: so the snapshot that
   * is built on is the one that is asked for it.
   *
   * @param files that the plan commits
   */
  void commit(Table table, List<DataFile> files, Plan plan) throws IOException {
    for (int attempt = 1; ; attempt++) {
      SinkHistory made = SinkHistory.of(table, token.sink());
      if (made.has(token.id())) {
        return;
      }
      Optional<Replacement> planned = plan.on(made);
      if (planned.isEmpty()) {
        return;
      }
      requireFiles(table, files);
      Replacement replacement = planned.get();
      if (made.isAheadOf(token)) {
        replacement = replacement.withFreshFiles();
      }
      try {
        replacement.commitOn(table.currentSnapshot());
        return;
      } catch (ValidationException | CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw new RunStopped(table.name() + ": other runs keep changing the same windows", e);
        }
      }
      table.refresh();
    }
  }

  /**
   * Files wait in the stream's state, also while it is stopped, and are no table's until now: what
   * removes orphans cannot tell. A snapshot with a file that is gone could not be read.
   */
  private static void requireFiles(Table table, List<DataFile> files) {
    for (DataFile file : files) {
      if (!exists(table, file)) {
        throw new IllegalStateException(
            table.name()
                + ": "
                + file.location()
                + " was written by the stream and is gone before its commit, removed as an orphan"
                + " while the stream stood still; start without the savepoint, from a window that"
                + " is still in the topic");
      }
    }
  }

  private static boolean exists(Table table, DataFile file) {
    try {
      return table.io().newInputFile(file.location()).exists();
    } catch (NotFoundException e) {
      return false;
    }
  }
}
