package io.tallybeam.sink;

import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits that change how a table lies and not what is in it. Whether one landed the table itself
 * tells: a gateway may send a commit twice, and then its answer is that another one came first,
 * upon which Iceberg would delete what the table needs.
 */
public final class TableChange {

  /** The key in a snapshot's summary of the one commit that made it. */
  private static final String COMMIT_ID = "tallybeam.commit-id";

  private static final Logger LOG = LoggerFactory.getLogger(TableChange.class);

  private TableChange() {}

  /**
   * Commits.
   *
   * @return false if others changed the same first; then the table is as it was
   * @throws CommitStateUnknownException if nobody can tell whether the commit was made
   */
  public static boolean commit(Table table, SnapshotUpdate<?> update) {
    String id = UUID.randomUUID().toString();
    UncommittedFiles uncommitted = new UncommittedFiles(table);
    update.set(COMMIT_ID, id);
    update.deleteWith(uncommitted::add);
    try {
      update.commit();
    } catch (CommitStateUnknownException | RESTException e) {
      // Perhaps only its answer was lost.
      if (!hasLanded(table, id, e)) {
        throw e;
      }
    } catch (ValidationException | CommitFailedException e) {
      if (landed(table, id).isEmpty()) {
        uncommitted.delete();
        return false;
      }
    }
    try {
      landed(table, id).ifPresent(uncommitted::deleteAllBut);
    } catch (RuntimeException e) {
      LOG.warn("{}: what the commit left over was not looked for", table.name(), e);
    }
    return true;
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
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (id.equals(snapshot.summary().get(COMMIT_ID))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }
}
