package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours and days that are added up while their windows are written, and when they are not used. */
final class WrittenRollUpsTest {

  private static final int SHARDS = 4;
  private static final String HOURLY = "llm_operations_hourly";

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void generate() throws IOException {
    Path events = folder.resolve("events");
    CommandLine.run(
            "generate",
            "--output=" + events,
            "--files=1",
            "--events=20000",
            "--tenants=3000",
            "--rejects=0",
            "--from=2024-03-09T18:00:00Z",
            "--duration=35h")
        .done();
    try (Stream<Path> files = Files.list(events)) {
      input = files.findFirst().orElseThrow();
    }
  }

  @Test
  void areThoseOfTheWindowsReadBack() throws IOException {
    Path whole = folder.resolve("whole");
    backfill(whole);
    // Of no run the days are whole: all of their rows are read back.
    Path pieces = folder.resolve("pieces");
    backfill(pieces, "--from=2024-03-09T00:00:00Z", "--to=2024-03-09T20:00:00Z");
    backfill(pieces, "--from=2024-03-09T20:00:00Z", "--to=2024-03-10T12:00:00Z");
    backfill(pieces, "--from=2024-03-10T12:00:00Z", "--to=2024-03-11T12:00:00Z");

    assertThat(rollUps(pieces), is(rollUps(whole)));
    assertThat("a file a shard of the long day", files(whole, HOURLY), hasSize(2 + SHARDS));
    assertThat("a file a day", files(pieces, HOURLY), hasSize(3));
    assertNoOthers(whole);
    assertNoOthers(pieces);
  }

  @Test
  void areOfNoUseWhereTheDayHoldsOtherWindows() throws IOException {
    Path one = folder.resolve("one");
    backfill(one);
    Map<String, List<String>> before = rollUps(one);

    // No range is given: nobody knows that these are a part of the windows of their day.
    Path part = folder.resolve("part.ndjson");
    try (Stream<String> lines = Files.lines(input)) {
      Files.write(part, lines.filter(line -> line.contains("2024-03-10T0")).toList());
    }
    CommandLine.backfill(part, one, "--shards=" + SHARDS).done();

    assertThat(rollUps(one), is(before));
    assertNoOthers(one);
  }

  private void backfill(Path warehouse, String... more) {
    String[] args =
        Stream.concat(Stream.of(more), Stream.of("--shards=" + SHARDS)).toArray(String[]::new);
    CommandLine.backfill(input, warehouse, args).done();
  }

  private static Map<String, List<String>> rollUps(Path warehouse) {
    Map<String, List<String>> rows = new TreeMap<>(CommittedRows.of(warehouse));
    rows.keySet().removeIf(name -> !name.matches(".*_(hourly|daily|monthly)"));
    assertThat(rows.keySet(), hasSize(9));
    return rows;
  }

  private static List<String> files(Path warehouse, String table) {
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      return CommittedRows.files(catalog.load(table));
    }
  }

  /** Every data file is one of a snapshot. */
  private static void assertNoOthers(Path warehouse) throws IOException {
    Set<String> known = new TreeSet<>();
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      for (String name : catalog.names()) {
        var table = catalog.load(name);
        table
            .snapshots()
            .forEach(s -> s.addedDataFiles(table.io()).forEach(f -> known.add(name(f.location()))));
      }
    }
    try (Stream<Path> files = Files.walk(warehouse)) {
      assertThat(
          files
              .map(file -> name(file.toString()))
              .filter(name -> name.endsWith(".parquet"))
              .collect(Collectors.toCollection(TreeSet::new)),
          is(known));
    }
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
