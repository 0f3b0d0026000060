package io.tallybeam.maintain;

import io.tallybeam.sink.CheckedCommit;
import io.tallybeam.sink.Replacement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/** Merges manifests where every commit left a small one, since each is read to plan a query. */
final class Manifests {

  private static final int MANY = 20;

  private Manifests() {}

  /** The manifests to merge; none if they are few. */
  static Set<String> small(Table table) {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return Set.of();
    }
    long target =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.MANIFEST_TARGET_SIZE_BYTES,
            TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
    List<ManifestFile> manifests = current.dataManifests(table.io());
    Set<String> small = new HashSet<>();
    for (ManifestFile manifest : manifests) {
      if (manifest.length() < target / 2 && manifest.partitionSpecId() == table.spec().specId()) {
        small.add(manifest.path());
      }
    }
    return small.size() >= MANY ? small : Set.of();
  }

  /** Merges them; false if others changed them meanwhile. */
  static boolean rewrite(Table table, Set<String> small, String runId) {
    return CheckedCommit.ofLayout(
        table,
        table
            .rewriteManifests()
            .clusterBy(file -> "")
            .rewriteIf(manifest -> small.contains(manifest.path()))
            .set(Replacement.RUN_ID, runId)
            .set(Replacement.PIPELINE, "maintain"));
  }
}
