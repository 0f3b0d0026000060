package io.tallybeam.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.encryption.PlaintextEncryptionManager;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.PropertyUtil;

/** The maintenance of one table. */
final class TableMaintenance {

  /** Of the tables that we make; rows of later ones have ids, which a merge would not keep. */
  private static final int FORMAT = 2;

  private final String name;
  private final Table table;
  private final List<Table> all;
  private final MaintainPlan plan;
  private final List<String> notes = new ArrayList<>();

  /**
   * Of {@code table}.
   *
   * @param all the tables of its namespace, itself among them
   */
  TableMaintenance(String name, Table table, List<Table> all, MaintainPlan plan) {
    this.name = name;
    this.table = table;
    this.all = all;
    this.plan = plan;
  }

  /** Does it all: files, then manifests, then history, then what nothing refers to. */
  TableReport run() throws IOException {
    TableState before = TableState.of(table);
    Set<String> contested = canMerge() ? new Compaction(table, plan).run() : Set.of();
    if (!contested.isEmpty()) {
      notes.add("others keep changing " + String.join(", ", contested) + "; run again");
    }
    table.refresh();
    Set<String> manifests = Manifests.small(table);
    if (!manifests.isEmpty() && !Manifests.rewrite(table, manifests, plan.runId())) {
      notes.add("others changed the manifests meanwhile; run again");
    }
    if (!mayDelete()) {
      return new TableReport(name, before, TableState.of(table), 0, 0, notes);
    }
    expire();
    int orphans = 0;
    long bytes = 0;
    Optional<OrphanFiles> found = findOrphans();
    if (found.isPresent()) {
      int failed = found.get().delete();
      if (failed > 0) {
        notes.add(failed + " orphans could not be deleted");
      }
      orphans = found.get().count() - failed;
      bytes = found.get().bytes();
    }
    return new TableReport(name, before, TableState.of(table), orphans, bytes, notes);
  }

  private void expire() {
    refreshAll();
    Set<Long> kept = KeptSnapshots.of(table, all);
    List<Long> old = SnapshotExpiry.old(table, plan.expireBefore(), kept);
    if (!old.isEmpty() && !SnapshotExpiry.expire(table, old, kept)) {
      notes.add(old.size() + " old snapshots: a branch or another run holds them");
    }
  }

  /** What {@link #run} would do. */
  TableReport preview() throws IOException {
    TableState before = TableState.of(table);
    Compaction.Merge merge =
        canMerge() ? new Compaction(table, plan).preview() : new Compaction.Merge(0, 0);
    int manifests = before.manifests() - Math.max(0, Manifests.small(table).size() - 1);
    int old = 0;
    Optional<OrphanFiles> orphans = Optional.empty();
    if (mayDelete()) {
      refreshAll();
      old = SnapshotExpiry.old(table, plan.expireBefore(), KeptSnapshots.of(table, all)).size();
      orphans = findOrphans();
    }
    TableState after =
        new TableState(
            before.files() - merge.from() + merge.to(),
            before.bytes(),
            manifests,
            before.snapshots() - old);
    return new TableReport(
        name,
        before,
        after,
        orphans.map(OrphanFiles::count).orElse(0),
        orphans.map(OrphanFiles::bytes).orElse(0L),
        notes);
  }

  private boolean canMerge() {
    if (!(table.encryption() instanceof PlaintextEncryptionManager)) {
      notes.add("files, since it is encrypted");
      return false;
    }
    if (TableUtil.formatVersion(table) > FORMAT) {
      notes.add("files, since it is of a later format and rows would lose their lineage");
      return false;
    }
    return true;
  }

  private void refreshAll() {
    all.forEach(Table::refresh);
  }

  private boolean mayDelete() {
    if (PropertyUtil.propertyAsBoolean(
        table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT)) {
      return true;
    }
    notes.add("snapshots and orphans, since gc.enabled=false");
    return false;
  }

  private Optional<OrphanFiles> findOrphans() throws IOException {
    if (!OrphanFiles.canFind(table)) {
      notes.add("orphans: its file system cannot list files");
      return Optional.empty();
    }
    try {
      OrphanFiles orphans = OrphanFiles.find(table, all, plan.orphansBefore());
      if (orphans.count() == 0) {
        return Optional.empty();
      }
      if (!plan.force() && orphans.mayBeOfAnotherTable()) {
        notes.add(
            "orphans: another table, or this one in another catalog, has metadata in the same folder;"
                + " if that was dropped, --force removes its files");
        return Optional.empty();
      }
      return Optional.of(orphans);
    } catch (NotFoundException e) {
      notes.add("orphans: another run expires snapshots at the same time; run again");
      return Optional.empty();
    }
  }
}
