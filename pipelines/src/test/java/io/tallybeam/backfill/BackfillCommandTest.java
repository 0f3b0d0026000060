package io.tallybeam.backfill;

import static io.tallybeam.catalog.CommittedRows.NAMESPACE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.github.luben.zstd.Zstd;
import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import io.tallybeam.launch.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user starts them, with the mistakes and faults that are seen on the way. */
final class BackfillCommandTest {

  private static final Instant DAY = Instant.parse("2023-11-16T00:00:00Z");
  private static final String METRICS = "llm_operations_metrics";
  private static final String REJECTED = "rejected_events";

  @TempDir Path folder;

  /** Its calls would be in no window, and nobody would know. */
  @Test
  void aFileThatAnArchiveLacksIsTold() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    for (int first : new int[] {0, 10, 30}) {
      String name = String.format("t-3-%020d-%020d.ndjson.zst", first, first + 9);
      List<String> calls = Events.calls(DAY, 10, 15, "t" + first);
      Files.write(archive.resolve(name), Zstd.compress(String.join("\n", calls).getBytes(UTF_8)));
    }
    Outcome outcome =
        CommandLine.backfill(archive.resolve("*"), folder.resolve("warehouse")).done();
    assertThat(
        outcome.err(),
        hasItem(
            "note: --input has no file of t, partition 3, with offsets 20 to 29; what they hold is"
                + " not counted"));
    assertThat(CommittedRows.records(folder.resolve("warehouse"), METRICS), hasSize(30));
  }

  @Test
  void filesThatAreNoEventsByTheirNamesAreTold() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Events.write(archive.resolve("calls.ndjson"), Events.calls(DAY, 8, 15, "t"));
    Events.write(archive.resolve(".calls.ndjson.Ab3dXy"), Events.calls(DAY, 8, 15, "copy"));
    Files.createFile(archive.resolve("_SUCCESS"));
    Outcome outcome =
        CommandLine.backfill(archive.resolve("*"), folder.resolve("warehouse")).done();
    assertThat(
        outcome.err(),
        hasItem(
            "note: --input leaves out 2 files whose names begin with . or _, such as "
                + archive
                + "/.calls.ndjson.Ab3dXy"));
    assertThat(CommittedRows.records(folder.resolve("warehouse"), METRICS), hasSize(8));
  }

  @Test
  void rejectsEachBadEventWithItsReasonAndOriginAndReplacesOnlyTheWindowOfTheGoodOne()
      throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path old = Events.write(folder.resolve("old.ndjson"), Events.calls(DAY, 8, 15, "old"));
    CommandLine.backfill(old, warehouse).done();
    Instant time = DAY.plusSeconds(3 * 900 + 30);
    BadLines bad = new BadLines(time);
    Path input = Files.write(folder.resolve("bad.ndjson"), bad.bytes());

    Outcome outcome = CommandLine.backfill(input, warehouse, "--rejectsAllowed=1").done();

    Map<Long, String> found = new TreeMap<>();
    for (Record row : CommittedRows.records(warehouse, REJECTED)) {
      assertThat((String) row.getField("origin"), is(input.toString()));
      String payload = (String) row.getField("payload");
      assertThat(payload.length(), is(lessThanOrEqualTo(2048)));
      assertThat(payload, not(containsString("jane.doe@example.com")));
      long position = (Long) row.getField("position");
      found.put(position, row.getField("reason") + " " + row.getField("payload_bytes"));
    }
    assertThat(found, is(bad.reasons));
    List<String> windows = new ArrayList<>();
    for (Record row : CommittedRows.records(warehouse, METRICS)) {
      windows.add(row.getField("window_start") + " " + row.getField("tenant_id"));
    }
    List<String> expected = new ArrayList<>();
    for (int window = 0; window < 8; window++) {
      Instant start = DAY.plusSeconds(900L * window);
      expected.add(start.toString().replace(":00Z", "Z") + " " + (window == 3 ? "good" : "old"));
    }
    assertThat(windows.stream().sorted().toList(), is(expected));
    assertThat(outcome.out(), hasItem("  2023-11-16T00:45:00Z to 2023-11-16T01:00:00Z"));
  }

  /** Lines that are no good events, each at its position and with the reason it is rejected for. */
  private static final class BadLines {
    final Map<Long, String> reasons = new TreeMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BadLines(Instant time) throws IOException {
      String good = Events.call(time, "good", 1);
      bytes.write((good + "\n").getBytes(UTF_8));
      String cost = "\"cost_usd\":0.01";
      String tokens = "\"tokens_input\":1,";
      add("invalid_utf8", good.replace("good", "g\u00fc"));
      add("malformed_json", good.substring(0, good.length() / 2));
      add("trailing_content", good + " garbage");
      add("duplicate_field", good.replace(cost, cost + "," + cost));
      add("nesting_too_deep", nested(good, 100_000));
      add("malformed_json", "\u00ef\u00bb\u00bf" + good);
      add("malformed_json", good.replace(cost, "\"cost_usd\":NaN"));
      add("malformed_json", good.replace(cost, "\"cost_usd\":Infinity"));
      add("invalid_number", good.replace(cost, "\"cost_usd\":\"NaN\""));
      add("negative_number", good.replace(cost, "\"cost_usd\":-0.01"));
      add("negative_number", good.replace(tokens, "\"tokens_input\":-1,"));
      add("number_too_large", good.replace(tokens, "\"tokens_input\":9223372036854775808,"));
      add("number_too_large", good.replace(cost, "\"cost_usd\":1e400"));
      add(
          "number_too_large",
          good.replace(tokens, "\"tokens_input\":" + "7".repeat(1_000_000) + ","));
      add("invalid_number", good.replace(tokens, "\"tokens_input\":\"jane.doe@example.com\","));
      add("line_too_long", good.replace("good", "g".repeat(1_200_000)));
      add("implausible_timestamp", good.replace(time.toString(), "1970-01-01T00:00:00Z"));
      add("implausible_timestamp", good.replace(time.toString(), "9999-12-31T23:59:59Z"));
      add("missing_tenant", good.replace("\"tenant_id\":\"good\",", ""));
      add("invalid_name", good.replace("\"good\"", "\"\""));
      add("invalid_name", good.replace("\"good\"", "\"go\\u0007d\""));
      add("missing_timestamp", good.replace("\"timestamp\"", "\"time\""));
      add("not_an_object", "[" + good + "]");
      add("not_an_object", "null");
    }

    private static String nested(String good, int depth) {
      String arrays = "[".repeat(depth) + "]".repeat(depth);
      return good.replace("{", "{\"x\":" + arrays + ",");
    }

    private void add(String reason, String latin1) throws IOException {
      byte[] line = latin1.getBytes(ISO_8859_1);
      reasons.put((long) bytes.size(), reason + " " + line.length);
      bytes.write(line);
      bytes.write('\n');
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  @Test
  void stopsBeforeItCommitsAboveTheAllowedShareOfRejects() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(DAY, 8, 15, "tenant"));
    CommandLine.backfill(input, warehouse).done();
    Map<String, Integer> snapshots = CommittedRows.snapshots(warehouse);
    Map<String, List<String>> rows = CommittedRows.of(warehouse);
    List<String> files = files(warehouse, ".parquet");
    List<String> lines = new ArrayList<>(Events.calls(DAY, 8, 15, "another"));
    lines.add("x");
    lines.add("y");
    Events.write(input, lines);

    Outcome outcome = CommandLine.backfill(input, warehouse, "--rejectsAllowed=19.9%");

    assertThat(outcome.exit(), is(Launcher.FAILED));
    assertThat(outcome.errors(), hasSize(1));
    assertThat(outcome.errors().get(0), startsWith("failed: 2 of 10 events"));
    assertThat(outcome.errors().get(0), containsString("--rejectsAllowed"));
    assertThat(CommittedRows.snapshots(warehouse), is(snapshots));
    assertThat(CommittedRows.of(warehouse), is(rows));
    assertThat(files(warehouse, ".parquet"), is(files));
    // Exactly the share is allowed.
    CommandLine.backfill(input, warehouse, "--rejectsAllowed=20%").done();
    assertThat(CommittedRows.of(warehouse, REJECTED), hasSize(2));
  }

  /** What a run does not replace says nothing of the events that it does. */
  @Test
  void measuresRejectsByTheEventsInRange() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    List<String> lines = new ArrayList<>(Events.calls(DAY, 200, 15, "tenant"));
    Instant window = DAY.plusSeconds(900 * 1_000);
    lines.add(Events.call(window, "tenant", 1).replace("\"tokens_input\":", "\"tokens_input\":-"));
    Path input = Events.write(folder.resolve("in.ndjson"), lines);
    String range = "--from=" + window;

    Outcome outcome =
        CommandLine.backfill(input, warehouse, range, "--to=" + window.plusSeconds(900));

    assertThat(outcome.exit(), is(Launcher.FAILED));
    assertThat(outcome.errors().get(0), startsWith("failed: 1 of 1 events"));
  }

  /** So many that a snapshot's summary does not list them. */
  @Test
  void saysWhereItCannotTellEveryWindow() throws IOException {
    List<String> lines = Events.calls(DAY, 600, 30, "tenant");
    Path input = Events.write(folder.resolve("in.ndjson"), lines);

    Outcome outcome = CommandLine.backfill(input, folder.resolve("warehouse")).done();

    assertThat(outcome.out(), hasItem(startsWith("  very many ranges of windows")));
    assertThat(outcome.out(), hasItem("  " + DAY + " to " + DAY.plusSeconds(599 * 1800 + 900)));
  }

  @Test
  void doesNotPassCallsOfUnknownCostForFree() throws IOException {
    String call = Events.call(DAY, "tenant", 1).replace("\"cost_usd\"", "\"price\"");
    Path input = Events.write(folder.resolve("in.ndjson"), List.of(call));

    Outcome outcome = CommandLine.backfill(input, folder.resolve("warehouse")).done();

    List<String> spenders =
        outcome.out().stream().filter(line -> line.matches("  (tenant|p/m) .*")).toList();
    assertThat(spenders, hasSize(2));
    assertThat(spenders, everyItem(containsString(" unknown  (1 without a cost)")));
  }

  @Test
  void namesACompressedFileThatIsCutOffAndLeavesTheTables() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path spill = Files.createDirectory(folder.resolve("spill"));
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(DAY, 8, 15, "tenant"));
    CommandLine.backfill(input, warehouse, "--spillFolder=" + spill).done();
    assertThat(files(spill, ""), is(empty()));
    Map<String, List<String>> rows = CommittedRows.of(warehouse);
    Map<String, Integer> snapshots = CommittedRows.snapshots(warehouse);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      for (String line : Events.calls(DAY, 4000, 15, "cut")) {
        gzip.write((line + "\n").getBytes(UTF_8));
      }
    }
    byte[] half = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    Path cut = Files.write(folder.resolve("cut.ndjson.gz"), half);

    Outcome outcome =
        CommandLine.backfill(folder.resolve("*.ndjson*"), warehouse, "--spillFolder=" + spill);

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.errors(), hasSize(1));
    assertThat(outcome.errors().get(0), startsWith("error: " + cut));
    assertThat(CommittedRows.of(warehouse), is(rows));
    assertThat(CommittedRows.snapshots(warehouse), is(snapshots));
    assertThat(files(spill, ""), is(empty()));
  }

  /** Neither the folds nor what comes behind the commit of the windows. */
  @Test
  void spillsOnlyWhereItIsTold() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path spill = Files.createDirectory(folder.resolve("spill"));
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(DAY, 8, 15, "tenant"));
    // Libraries unpack themselves into the temporary folder.
    CommandLine.backfill(input, warehouse).done();
    Events.write(input, Events.calls(DAY, 9, 15, "tenant"));
    String temporary = System.setProperty("java.io.tmpdir", input.toString());
    try {
      CommandLine.backfill(input, warehouse, "--spillFolder=" + spill).done();
    } finally {
      System.setProperty("java.io.tmpdir", temporary);
    }
    assertThat(files(spill, ""), is(empty()));
  }

  @Test
  void refusesATableWithAnotherSchemaAndMakesNoOther() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(DAY, 1, 15, "tenant"));
    CatalogSettings settings = CatalogSettings.embedded(warehouse.toString(), NAMESPACE);
    try (JdbcCatalog catalog =
        (JdbcCatalog)
            CatalogUtil.buildIcebergCatalog(
                "tallybeam", settings.properties(), new Configuration(false))) {
      ((SupportsNamespaces) catalog).createNamespace(Namespace.of(NAMESPACE));
      catalog.createTable(
          TableIdentifier.of(NAMESPACE, "window_ledger"),
          new Schema(Types.NestedField.required(1, "day", Types.DateType.get())));
    }

    Outcome outcome = CommandLine.backfill(input, warehouse);

    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.err(), hasSize(1));
    assertThat(outcome.err().get(0), containsString(NAMESPACE + ".window_ledger"));
    assertThat(CommittedRows.snapshots(warehouse), is(Map.of("window_ledger", 0)));
  }

  @Test
  void refusesAnotherSizeOfWindowsAndWritesIntoAnotherNamespace() throws IOException {
    Path warehouse = folder.resolve("ware house, 100% ours");
    Path input = Events.write(folder.resolve("in.ndjson"), Events.calls(DAY, 8, 15, "tenant"));
    CommandLine.backfill(input, warehouse).done();
    Map<String, Integer> snapshots = CommittedRows.snapshots(warehouse);

    Outcome refused = CommandLine.backfill(input, warehouse, "--window=5m");

    assertThat(refused.exit(), is(Launcher.USER_ERROR));
    assertThat(refused.err(), hasSize(1));
    assertThat(
        refused.err().get(0),
        containsString(
            " has --window=15m, this run --window=5m: give the former, or another --namespace"));
    assertThat(CommittedRows.snapshots(warehouse), is(snapshots));
    Outcome other =
        CommandLine.backfill(input, warehouse, "--window=5m", "--namespace=five.minutes");
    assertThat(other.errors(), is(empty()));
    // All of it lies in the folder that was named, and nothing beside it.
    assertThat(files(folder, ".parquet"), is(not(empty())));
    assertThat(files(folder, ".parquet"), everyItem(startsWith(warehouse + "/")));
    assertThat(CommittedRows.snapshots(warehouse), is(not(anEmptyMap())));
  }

  private static List<String> files(Path folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !path.equals(folder) && path.toString().endsWith(ending))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
