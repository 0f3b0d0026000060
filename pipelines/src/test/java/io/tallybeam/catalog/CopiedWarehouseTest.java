package io.tallybeam.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import io.tallybeam.table.RejectedEventsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded catalog in a folder that it was not made in. */
final class CopiedWarehouseTest {

  private static final RejectedEventsTable TABLE = new RejectedEventsTable();

  @TempDir Path folder;

  @Test
  void tablesOfAnotherWarehouseAreRefused() throws IOException {
    Path original = made("a warehouse");
    Path copy = folder.resolve("trial");
    copy(original, copy);

    try (TableCatalog catalog = CommittedRows.open(copy)) {
      for (UserError error :
          List.of(
              assertThrows(UserError.class, () -> catalog.load(TABLE.name())),
              assertThrows(UserError.class, () -> catalog.ensure(TABLE, Map.of())),
              assertThrows(UserError.class, () -> catalog.check(TABLE, Map.of())))) {
        assertThat(error.getMessage(), startsWith("--warehouse=" + copy + ": its table "));
        assertThat(
            error.getMessage(),
            containsString(" is in " + original + "/matih_analytics/" + TABLE.name() + ": "));
      }
    }
  }

  @Test
  void aWarehouseIsTheSameByAnyOfItsNames() throws IOException {
    Path original = made("a%20b");
    Path link = Files.createSymbolicLink(folder.resolve("link"), original);
    Path relative = Path.of("").toAbsolutePath().relativize(original);

    for (String name :
        List.of(
            link.toString(),
            relative.toString(),
            original + "/",
            original + "/../a%20b",
            "file:" + original)) {
      assertThat(name, load(name), is(original + "/matih_analytics/" + TABLE.name()));
    }
  }

  @Test
  void tablesMadeByALinkAreThoseOfTheFolder() throws IOException {
    Path original = Files.createDirectory(folder.resolve("warehouse"));
    Files.createSymbolicLink(folder.resolve("link"), original);
    made("link");

    load(original.toString());
  }

  /** On a larger disk, or in a folder that somebody gave to it. */
  @Test
  void tablesMayLieElsewhere() throws IOException {
    Path warehouse = made("warehouse");
    Path table = warehouse.resolve("matih_analytics").resolve(TABLE.name());
    Path elsewhere = folder.resolve("big");
    Files.move(table, elsewhere);
    Files.createSymbolicLink(table, elsewhere);
    load(warehouse.toString());
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      catalog.load(TABLE.name()).updateLocation().setLocation(elsewhere.toString()).commit();
    }

    load(warehouse.toString());
  }

  @Test
  void locationsAsOtherEnginesWriteThemAreTaken() {
    Path warehouse = made("my warehouse");
    String table = "/matih_analytics/" + TABLE.name();
    for (String location :
        List.of(
            "file:" + warehouse + table + "/",
            "file://" + warehouse + table,
            (warehouse.toUri() + table).replace("//matih", "/matih"))) {
      try (TableCatalog catalog = CommittedRows.open(warehouse)) {
        catalog.load(TABLE.name()).updateLocation().setLocation(location).commit();
      }
      load(warehouse.toString());
    }
  }

  @Test
  void saysWhyACatalogCannotBeOpened() throws IOException {
    Files.createDirectories(folder.resolve("catalog.db"));

    UserError error = assertThrows(UserError.class, () -> CommittedRows.open(folder));

    assertThat(error.getMessage(), containsString("cannot be opened or made ("));
    assertThat(error.getMessage(), containsString("SQLITE_CANTOPEN"));
  }

  private Path made(String name) {
    Path warehouse = folder.resolve(name);
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      catalog.ensure(TABLE, Map.of());
    }
    return warehouse;
  }

  private static String load(String warehouse) {
    try (TableCatalog catalog =
        TableCatalog.open(CatalogSettings.embedded(warehouse, CommittedRows.NAMESPACE))) {
      return catalog.load(TABLE.name()).location();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }
}
