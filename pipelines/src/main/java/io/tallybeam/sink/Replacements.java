package io.tallybeam.sink;

import io.tallybeam.error.RunStopped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Replacements in several tables that belong together: one commit a table, in order, and as if no
 * other run came between them.
 *
 * <p>If another run changed the same rows of a later table meanwhile, all commits are made again,
 * on top of its own. So of two runs at once one is the last in every table.
 */
final class Replacements {

  private static final int ATTEMPTS = 10;

  private final List<Replacement> inOrder;

  Replacements(List<Replacement> inOrder) {
    this.inOrder = new ArrayList<>(inOrder);
  }

  /**
   * Commits on top of whatever the tables hold by then. A concurrent run that replaced the same
   * rows is thereby replaced, as if this run had started after it.
   *
   * @throws RunStopped if other runs win again and again, or nobody can tell whether one was made
   */
  void commit() throws IOException {
    // A runner may repeat this step after all of its commits.
    if (inOrder.stream().allMatch(Replacement::landed)) {
      return;
    }
    for (int attempt = 1; ; attempt++) {
      useFreshFiles();
      int made = 0;
      List<Snapshot> bases = new ArrayList<>();
      inOrder.forEach(replacement -> bases.add(replacement.latest()));
      try {
        for (Replacement replacement : inOrder) {
          replacement.commitOn(bases.get(made));
          made++;
        }
        return;
      } catch (ValidationException | CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw new RunStopped(
              inOrder.get(made).table() + ": other runs keep changing the same windows; run again",
              e);
        }
      }
    }
  }

  /** What was in a snapshot once, by this attempt or an earlier one, must not be added again. */
  private void useFreshFiles() throws IOException {
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).landed()) {
        inOrder.set(i, inOrder.get(i).withFreshFiles());
      }
    }
  }
}
