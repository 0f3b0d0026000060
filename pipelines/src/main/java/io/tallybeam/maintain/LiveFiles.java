package io.tallybeam.maintain;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The files that a table refers to, from any of its snapshots. */
final class LiveFiles {

  private LiveFiles() {}

  /** Gives the location of each of them to {@code to}, of some more than once. */
  static void forEach(Table table, Consumer<String> to) throws IOException {
    ReachableFileUtil.metadataFileLocations(table, false).forEach(to);
    ReachableFileUtil.manifestListLocations(table).forEach(to);
    ReachableFileUtil.statisticsFilesLocations(table).forEach(to);
    to.accept(ReachableFileUtil.versionHintLocation(table));
    Set<String> manifests = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (manifests.add(manifest.path())) {
          to.accept(manifest.path());
          contents(table, manifest, to);
        }
      }
    }
  }

  private static void contents(Table table, ManifestFile manifest, Consumer<String> to)
      throws IOException {
    try (CloseableIterable<? extends ContentFile<?>> files =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      files.forEach(file -> to.accept(file.location()));
    }
  }
}
