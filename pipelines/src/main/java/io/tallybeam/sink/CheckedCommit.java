package io.tallybeam.sink;

import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Commits of which the table itself tells whether they landed: a gateway may send a commit twice,
 * and then its answer is that another one came first, upon which Iceberg would delete what the
 * table needs.
 */
public final class CheckedCommit {

  /** The key in a snapshot's summary of the one commit that made it. */
  private static final String COMMIT_ID = "tallybeam.commit-id";

  private CheckedCommit() {}

  /**
   * Commits what changes how a table lies and not what is in it.
   *
   * @return false if others changed the same first; then the table is as it was
   * @throws CommitStateUnknownException if nobody can tell whether the commit was made
   */
  public static boolean ofLayout(Table table, SnapshotUpdate<?> update) {
    try {
      make(table, update);
      return true;
    } catch (ValidationException | CommitFailedException e) {
      return false;
    }
  }

  /**
   * Commits.
   *
   * @return the snapshot of the commit; none where the catalog says that it was made, and the table
   *     has it not
   * @throws ValidationException if others changed the same first; the table is as it was
   * @throws CommitFailedException if others commit again and again; the table is as it was
   * @throws CommitStateUnknownException if nobody can tell whether the commit was made
   */
  static Optional<Snapshot> make(Table table, SnapshotUpdate<?> update) {
    String id = UUID.randomUUID().toString();
    update.set(COMMIT_ID, id);
    UncommittedFiles uncommitted = new UncommittedFiles(table);
    update.deleteWith(uncommitted::add);
    try {
      update.commit();
    } catch (CommitStateUnknownException | RESTException e) {
      // Perhaps only its answer was lost.
      if (!hasLanded(table, id, e)) {
        throw e;
      }
    } catch (ValidationException | CommitFailedException e) {
      // Where a gateway sends a commit twice, the one that came first is this one.
      if (landed(table, id).isEmpty()) {
        uncommitted.delete();
        throw e;
      }
    }
    Optional<Snapshot> landed = landed(table, id);
    landed.ifPresent(uncommitted::deleteAllBut);
    return landed;
  }

  private static boolean hasLanded(Table table, String id, RuntimeException error) {
    try {
      return landed(table, id).isPresent();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
      return false;
    }
  }

  private static Optional<Snapshot> landed(Table table, String id) {
    table.refresh();
    return history(table)
        .filter(snapshot -> id.equals(snapshot.summary().get(COMMIT_ID)))
        .findFirst();
  }

  /** The snapshots that the current one of {@code table} follows, itself first. */
  static Stream<Snapshot> history(Table table) {
    return StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false);
  }
}
