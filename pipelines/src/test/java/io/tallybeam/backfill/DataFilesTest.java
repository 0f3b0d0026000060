package io.tallybeam.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.TableCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rows lie in data files: sorted, of one day each, every key once. */
class DataFilesTest {

  private static final Way WAY = new Way(List.of(".ndjson"), 3, false, 30_000, 3, 3, true);

  @TempDir Path folder;
  private TestWarehouse warehouse;

  @BeforeEach
  void backfill() throws IOException {
    warehouse = new TestWarehouse(folder.resolve("warehouse"));
    Path archive = Files.createDirectory(folder.resolve("archive"));
    WAY.write(archive, new RandomEvents(21).lines(2_000), new Random(1));
    warehouse.backfill(archive, WAY, "--zone=Asia/Kolkata", "--rejectsAllowed=100%");
  }

  @Test
  void filesAreSortedAndOfOneDay() throws IOException {
    assertLayout(3);
  }

  /** The rows of a file that are not replaced move to another, and keep their order. */
  @Test
  void filesThatWereReplacedInPartAreSortedAndOfOneDay() throws IOException {
    Map<String, List<Map<String, Object>>> before = warehouse.tables();
    warehouse.backfill(
        folder.resolve("archive"),
        WAY,
        "--zone=Asia/Kolkata",
        "--rejectsAllowed=100%",
        "--from=2024-03-10T00:00:00Z",
        "--to=2024-03-10T05:00:00Z");
    Map<String, List<Map<String, Object>>> after = warehouse.tables();
    before.keySet().removeIf(name -> !name.startsWith("llm_operations_"));
    assertThat(before.keySet(), hasSize(6));
    before.forEach((name, rows) -> TableRows.assertSame(name, rows, after.get(name)));
    assertLayout(4);
  }

  private void assertLayout(int filesOfADay) throws IOException {
    try (TableCatalog catalog = warehouse.open()) {
      for (String name : catalog.names()) {
        assertLayout(catalog.load(name), sortColumns(name));
      }
      long ofOneDay =
          TableRows.files(catalog.load("llm_operations_metrics")).stream()
              .filter(file -> day(Instant.parse("2024-03-10T00:00:00Z")).equals(partition(file)))
              .count();
      assertThat(ofOneDay, greaterThan(filesOfADay - 1L));
    }
  }

  private static List<String> sortColumns(String table) {
    return switch (table) {
      case "window_ledger" -> List.of("source", "window_start");
      case "rejected_events", "late_events" -> List.of("origin", "position");
      default -> sortColumnsOfCalls(table);
    };
  }

  private static List<String> sortColumnsOfCalls(String table) {
    List<String> columns = new ArrayList<>(List.of("tenant_id"));
    if (table.startsWith("llm_cost_attribution") || table.equals("cost_adjustments")) {
      columns.addAll(List.of("team_id", "user_id", "api_key_hash", "project_id"));
    } else if (table.startsWith("llm_cost_by_tag")) {
      columns.add("tag");
    }
    columns.addAll(List.of("provider", "model"));
    if (table.equals("cost_adjustments")) {
      columns.addAll(List.of("run_id", "adjusted_at"));
    }
    columns.add("window_start");
    return columns;
  }

  private static void assertLayout(Table table, List<String> sortColumns) throws IOException {
    assertThat(
        table.sortOrder().fields().stream()
            .map(field -> table.schema().findColumnName(field.sourceId()))
            .toList(),
        is(sortColumns));
    Set<List<Object>> keys = new HashSet<>();
    int rows = 0;
    for (DataFile file : TableRows.files(table)) {
      List<Map<String, Object>> own = TableRows.of(table, file);
      rows += own.size();
      assertThat(file.location(), (long) own.size(), is(file.recordCount()));
      assertThat(file.location(), file.sortOrderId(), is(table.sortOrder().orderId()));
      assertThat(file.location(), columns(table, file), is(measured(table, sortColumns)));
      assertThat(file.location(), own, is(own.stream().sorted(order(sortColumns)).toList()));
      for (Map<String, Object> row : own) {
        assertThat(file.location(), partition(file), is(day(row.get("window_start"))));
        keys.add(sortColumns.stream().map(column -> row.getOrDefault(column, "none")).toList());
      }
    }
    assertThat(table.name(), keys, hasSize(rows));
  }

  /** The columns that a manifest has counts and bounds of. */
  private static Set<String> columns(Table table, DataFile file) {
    return file.valueCounts().keySet().stream()
        .map(table.schema()::findColumnName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> measured(Table table, List<String> sortColumns) {
    Set<String> columns = new TreeSet<>(sortColumns);
    columns.add("window_start");
    if (table.schema().findField("window_end") != null) {
      columns.add("window_end");
    }
    return columns;
  }

  private static Object partition(DataFile file) {
    Integer day = file.partition().get(0, Integer.class);
    return day == null ? "none" : day;
  }

  private static Object day(Object windowStart) {
    return windowStart instanceof Instant start
        ? (int) Duration.between(Instant.EPOCH, start).toDays()
        : "none";
  }

  private static Comparator<Map<String, Object>> order(List<String> columns) {
    return columns.stream()
        .map(DataFilesTest::order)
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private static Comparator<Map<String, Object>> order(String column) {
    return Comparator.comparing(
        row -> row.get(column), Comparator.nullsFirst(DataFilesTest::compare));
  }

  /** Texts by their code points, which is the order of their bytes. */
  private static int compare(Object one, Object other) {
    if (one instanceof String text) {
      return Arrays.compareUnsigned(
          text.getBytes(StandardCharsets.UTF_8), ((String) other).getBytes(StandardCharsets.UTF_8));
    }
    return one instanceof Instant time
        ? time.compareTo((Instant) other)
        : Long.compare((Long) one, (Long) other);
  }
}
