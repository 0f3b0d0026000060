package io.tallybeam.maintain;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SerializationUtil;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** The files that a table refers to, from any of its snapshots. */
final class LiveFiles {

  /** Each reads one list, and then one manifest, at a time. */
  private static final int THREADS = 16;

  private LiveFiles() {}

  /**
   * Gives the location of each of them to {@code to}, of some more than once, and several at once.
   */
  static void forEach(Table table, Consumer<String> to) throws IOException {
    ReachableFileUtil.metadataFileLocations(table, false).forEach(to);
    ReachableFileUtil.manifestListLocations(table).forEach(to);
    ReachableFileUtil.statisticsFilesLocations(table).forEach(to);
    to.accept(ReachableFileUtil.versionHintLocation(table));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    ExecutorService threads = ThreadPools.newFixedThreadPool("live-files", THREADS);
    try {
      Tasks.foreach(table.snapshots())
          .executeWith(threads)
          .stopOnFailure()
          .run(snapshot -> manifests(table, snapshot, seen, to), IOException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void manifests(
      Table table, Snapshot snapshot, Set<String> seen, Consumer<String> to) throws IOException {
    for (ManifestFile manifest : unshared(snapshot).allManifests(table.io())) {
      if (seen.add(manifest.path())) {
        to.accept(manifest.path());
        contents(table, manifest, to);
      }
    }
  }

  /**
   * A copy to throw away: a snapshot that was asked for its manifests keeps them, other than its
   * serial form, and a stream makes ten thousands of snapshots.
   */
  private static Snapshot unshared(Snapshot snapshot) {
    return SerializationUtil.deserializeFromBytes(SerializationUtil.serializeToBytes(snapshot));
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
