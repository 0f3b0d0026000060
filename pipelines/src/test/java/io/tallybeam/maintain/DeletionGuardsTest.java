package io.tallybeam.maintain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code maintain} deletes only where it may, of tables with old snapshots and orphans. */
final class DeletionGuardsTest {

  private static final String GUARDED = OperationsTable.METRICS;
  private static final String OTHER = "other_operations";
  private static final TumblingWindow WINDOWS = TumblingWindow.of(SmallTables.WINDOW);

  @TempDir Path folder;
  private Path orphan;
  private Path otherOrphan;

  @BeforeEach
  void make() throws IOException {
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      for (String name : List.of(GUARDED, OTHER)) {
        Table table = catalog.ensure(new OperationsTable(name, WINDOWS), Map.of());
        for (int i = 0; i < 3; i++) {
          SmallTables.appendWindows(table, new Random(i), SmallTables.DAY, 1);
        }
      }
    }
    orphan = old(Files.writeString(folderOf(GUARDED).resolve("data/orphan.parquet"), "x"));
    otherOrphan = old(Files.writeString(folderOf(OTHER).resolve("data/orphan.parquet"), "x"));
  }

  private Path folderOf(String table) {
    return folder.resolve(CommittedRows.NAMESPACE).resolve(table);
  }

  private static Path old(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
  }

  private Outcome maintain(String... more) {
    List<String> args = new ArrayList<>(List.of("maintain", "--warehouse=" + folder));
    args.addAll(List.of(more));
    return CommandLine.run(args.toArray(String[]::new)).done();
  }

  private int snapshots(String table) {
    return CommittedRows.snapshots(folder).get(table);
  }

  @Test
  void aTableWithoutGarbageCollectionKeepsSnapshotsAndOrphans() {
    setGarbageCollection("false");
    String note = "  " + GUARDED + ": snapshots and orphans, since gc.enabled=false";
    String[] all = {"--rollUps=false", "--keepSnapshots=0s", "--orphansOlderThan=0s", "--force"};

    Outcome outcome = maintain(all);

    assertThat(outcome.out(), hasItem(note));
    // Those that were there, and the merge.
    assertThat(snapshots(GUARDED), is(4));
    assertThat(Files.exists(orphan), is(true));
    assertThat("a table that may is cleared", snapshots(OTHER), is(1));
    assertThat(Files.exists(otherOrphan), is(false));

    setGarbageCollection("true");
    assertThat(maintain(all).out(), not(hasItem(note)));
    assertThat(snapshots(GUARDED), is(1));
    assertThat(Files.exists(orphan), is(false));
  }

  private void setGarbageCollection(String enabled) {
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      catalog.load(GUARDED).updateProperties().set(TableProperties.GC_ENABLED, enabled).commit();
    }
  }

  @Test
  void aFolderWithMetadataOfAnotherTableKeepsItsOrphansUnlessForced() throws IOException {
    Path foreign = foreignMetadata();

    Outcome careful = maintain("--rollUps=false");

    assertThat(
        careful.out(),
        hasItem(
            "  "
                + GUARDED
                + ": orphans: another table, or this one in another catalog, has metadata in the same"
                + " folder; if that was dropped, --force removes its files"));
    assertThat(Files.exists(orphan), is(true));
    assertThat(Files.exists(foreign), is(true));
    assertThat("a folder of one table is cleared", Files.exists(otherOrphan), is(false));

    maintain("--rollUps=false", "--force");

    assertThat(Files.exists(orphan), is(false));
    assertThat(Files.exists(foreign), is(false));
  }

  /**
   * Of the same table, which another catalog has gone on with, or of one that this Iceberg cannot
   * read. What a killed writer left half written, or a commit ahead, is no table's.
   */
  @ParameterizedTest
  @CsvSource({
    "'\"last-sequence-number\":3', '\"last-sequence-number\":5', true",
    "'\"last-sequence-number\":3', '\"last-sequence-number\":4', false",
    "'\"format-version\":2', '\"format-version\":99', true",
    "'}', '', false",
  })
  void metadataOfAStateThatIsAheadKeepsOrphans(String of, String by, boolean kept)
      throws IOException {
    Path metadata;
    try (TableCatalog catalog = CommittedRows.open(folder)) {
      metadata =
          Path.of(
              URI.create(
                  TableUtil.metadataFileLocation(catalog.load(GUARDED))
                      .replaceFirst("^(?!file:)", "file:")));
    }
    String text = Files.readString(metadata).replaceAll("\\s*:\\s*", ":");
    assertThat(text, containsString(of));
    Path stray = metadata.resolveSibling("00009-stray.metadata.json");
    old(Files.writeString(stray, text.replace(of, by)));

    maintain("--rollUps=false", "--settledFor=36500d");

    assertThat(Files.exists(orphan), is(kept));
  }

  /** As a table leaves it that was dropped without its files, or is of another catalog. */
  private Path foreignMetadata() throws IOException {
    try (Stream<Path> files = Files.list(folderOf(OTHER).resolve("metadata"))) {
      Path metadata =
          files
              .filter(file -> file.toString().endsWith(".metadata.json"))
              .findFirst()
              .orElseThrow();
      Path copy = folderOf(GUARDED).resolve("metadata").resolve("00000-of-another.metadata.json");
      return old(Files.copy(metadata, copy));
    }
  }
}
