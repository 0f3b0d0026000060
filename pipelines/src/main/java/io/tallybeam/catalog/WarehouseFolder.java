package io.tallybeam.catalog;

import io.tallybeam.error.UserError;
import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
      List<Path> paths = paths(location);
      if (paths.stream().noneMatch(this::holds) && paths.stream().anyMatch(this::isOfAnother)) {
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
    Path asItIs = whole(LocalFolder.of("warehouse", location));
    return decoded(location).map(path -> List.of(asItIs, whole(path))).orElse(List.of(asItIs));
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
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

  /** By its name, or by that of a link or a mount to the same folder. */
  private boolean holds(Path location) {
    return location.startsWith(folder.toAbsolutePath().normalize())
        || above(location).anyMatch(this::isThis);
  }

  /** A folder of its own may be given to any table; one of a warehouse has a catalog above it. */
  private boolean isOfAnother(Path location) {
    return above(location)
        .anyMatch(above -> Files.exists(above.resolve(CatalogSettings.DATABASE)) && !isThis(above));
  }

  private boolean isThis(Path other) {
    try {
      return Files.isSameFile(other, folder);
    } catch (IOException e) {
      return false;
    }
  }

  private static Stream<Path> above(Path location) {
    return Stream.iterate(location.getParent(), Objects::nonNull, Path::getParent);
  }
}
