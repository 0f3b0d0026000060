package io.tallybeam.sink;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata files that Iceberg would delete after a commit, as those of attempts that failed.
 *
 * <p>It goes by the catalog's answers. Where a commit landed and the answer was that another one
 * came first, it would delete what the table needs: so files are deleted only once the table itself
 * has told which are used.
 */
final class UncommittedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(UncommittedFiles.class);

  private final Table table;
  private final Set<String> paths = new LinkedHashSet<>();

  UncommittedFiles(Table table) {
    this.table = table;
  }

  void add(String path) {
    paths.add(path);
  }

  /** Deletes all: nothing of the commit landed. */
  void delete() {
    if (!paths.isEmpty()) {
      CatalogUtil.deleteFiles(table.io(), paths, "uncommitted", false);
    }
  }

  /** Deletes those that {@code landed} does not use, if its manifests can be read. */
  void deleteAllBut(Snapshot landed) {
    if (paths.isEmpty()) {
      return;
    }
    try {
      paths.remove(landed.manifestListLocation());
      for (ManifestFile manifest : landed.allManifests(table.io())) {
        paths.remove(manifest.path());
      }
    } catch (RuntimeException e) {
      LOG.warn("{}: what the commit left over was not looked for", table.name(), e);
      return;
    }
    delete();
  }
}
