package io.tallybeam.catalog;

import io.tallybeam.error.UserError;
import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * The folder of an embedded catalog. A copy of it names the files of the original: what writes to
 * the copy, or cleans it up, would do so to the original.
 *
 * @param option the option that named it
 */
record WarehouseFolder(Path folder, String option) {

  /**
   * Checks that the table is in this folder.
   *
   * @throws UserError if it is in another one
   */
  void require(Table table) {
    String location = table.location();
    if (!LocalFolder.isElsewhere(location)) {
      Path real = real(folder);
      if (paths(location).stream().noneMatch(path -> real(path).startsWith(real))) {
        throw new UserError(
            String.format(
                "%s: its table %s is in %s: a warehouse cannot be copied or moved; name the one that"
                    + " it was made as, or another for new tables",
                option, TableShape.name(table), location));
      }
    }
  }

  /**
   * What a location may stand for: an engine may have encoded its URI, or only put file: before.
   */
  private static List<Path> paths(String location) {
    Path asItIs = LocalFolder.of("warehouse", location);
    return decoded(location).map(path -> List.of(asItIs, path)).orElse(List.of(asItIs));
  }

  private static Optional<Path> decoded(String location) {
    try {
      return location.startsWith("file:")
          ? Optional.of(Path.of(new URI(location)))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Without links, as far as it is there. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      return whole.toRealPath();
    } catch (IOException e) {
      Path parent = whole.getParent();
      return parent == null ? whole : real(parent).resolve(whole.getFileName());
    }
  }
}
