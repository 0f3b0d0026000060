package io.tallybeam.maintain;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tallybeam.error.RootCause;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files in a table's folders that no snapshot and no metadata refers to: what killed runs, failed
 * commits and old metadata leave behind.
 *
 * <p>Looks into {@code data} and {@code metadata} below the table's location and nowhere else.
 */
final class OrphanFiles {

  private static final List<String> FOLDERS = List.of("/data/", "/metadata/");
  private static final String METADATA = "/metadata/";

  private final Table table;
  private final String root;
  private final Map<String, FileInfo> candidates = new ConcurrentHashMap<>();
  private final Map<String, String> strayMetadata = new HashMap<>();
  private final Set<String> nestedTables = new TreeSet<>();

  private OrphanFiles(Table table) {
    this.table = table;
    this.root = FileKey.of(table.location());
  }

  /** Whether the table's file system can list files. */
  static boolean canFind(Table table) {
    return table.io() instanceof SupportsPrefixOperations;
  }

  /**
   * Finds those older than {@code before}.
   *
   * @param all the tables of the namespace: what any of them refers to is no orphan
   */
  static OrphanFiles find(Table table, Collection<Table> all, long before) throws IOException {
    OrphanFiles orphans = new OrphanFiles(table);
    // The list comes first: what is committed meanwhile is then among what is referred to.
    FOLDERS.forEach(folder -> orphans.list(folder, before));
    orphans.candidates.keySet().removeIf(orphans::belongsToNestedTable);
    for (Table other : all) {
      if (orphans.overlaps(other)) {
        other.refresh();
        LiveFiles.forEach(other, file -> orphans.candidates.remove(FileKey.of(file)));
        ReachableFileUtil.metadataFileLocations(other, false)
            .forEach(file -> orphans.strayMetadata.remove(FileKey.of(file)));
      }
    }
    return orphans;
  }

  private void list(String folder, long before) {
    SupportsPrefixOperations io = (SupportsPrefixOperations) table.io();
    try {
      for (FileInfo file : io.listPrefix(table.location().replaceFirst("/+$", "") + folder)) {
        String key = FileKey.of(file.location());
        if (isMetadata(key)) {
          noteTable(key, file.location());
        }
        if (file.createdAtMillis() < before && FileKey.isBelow(key, root)) {
          candidates.put(key, file);
        }
      }
    } catch (UncheckedIOException e) {
      // Nothing was written there yet, or a folder went while it was listed.
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
    }
  }

  private static boolean isMetadata(String key) {
    return key.endsWith(".metadata.json") || key.endsWith(".metadata.json.gz");
  }

  /**
   * Namespaces nest, so a table of another one may lie in a folder of this table. In the folder
   * itself metadata of any age counts: that of a live table is young, and its data may be old.
   */
  private void noteTable(String key, String location) {
    int folder = key.lastIndexOf(METADATA);
    if (folder > 0 && !key.substring(0, folder).equals(root)) {
      nestedTables.add(key.substring(0, folder));
    } else {
      strayMetadata.put(key, location);
    }
  }

  private boolean belongsToNestedTable(String key) {
    return nestedTables.stream().anyMatch(nested -> FileKey.isBelow(key, nested));
  }

  private boolean overlaps(Table other) {
    String key = FileKey.of(other.location());
    return key.equals(root) || FileKey.isBelow(key, root) || FileKey.isBelow(root, key);
  }

  /**
   * Whether another table, dropped or of another catalog, has its metadata in the same folder: its
   * files cannot be told from orphans.
   */
  boolean mayBeOfAnotherTable() {
    return strayMetadata.values().stream().anyMatch(this::isOfAnotherTable);
  }

  /** Or of this one, where another catalog has gone on with it: this one's state is an old one. */
  private boolean isOfAnotherTable(String metadata) {
    try {
      TableMetadata stray = TableMetadataParser.read(table.io(), metadata);
      TableMetadata own = ((HasTableOperations) table).operations().current();
      // One that is a commit ahead was written by a run that was killed before the catalog had it.
      return !own.uuid().equals(stray.uuid())
          || stray.lastSequenceNumber() > own.lastSequenceNumber() + 1;
    } catch (NotFoundException e) {
      return false;
    } catch (RuntimeException e) {
      return !isCutOff(RootCause.of(e));
    }
  }

  /**
   * When its writer was killed: no table is at that state. What cannot be read may be a table's.
   */
  private static boolean isCutOff(Throwable why) {
    return why instanceof JsonProcessingException
        || why instanceof EOFException
        || why instanceof ZipException;
  }

  /** How many. */
  int count() {
    return candidates.size();
  }

  /** Their size. */
  long bytes() {
    return candidates.values().stream().mapToLong(FileInfo::size).sum();
  }

  /** Deletes them; tells how many could not be. */
  int delete() {
    List<String> locations = new ArrayList<>();
    candidates.values().forEach(file -> locations.add(file.location()));
    if (table.io() instanceof SupportsBulkOperations bulk) {
      try {
        bulk.deleteFiles(locations);
        return 0;
      } catch (BulkDeletionFailureException e) {
        return e.numberFailedObjects();
      }
    }
    locations.forEach(table.io()::deleteFile);
    return 0;
  }
}
