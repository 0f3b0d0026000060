package io.tallybeam.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.EdgeCatalog;
import io.tallybeam.table.CostAdjustmentsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own: killed at any moment, and two at once. */
final class ProcessesTest {

  private static final Instant FROM = Instant.parse("2023-11-16T22:00:00Z");

  /** Before anything is written, between any two kinds of commits, and before the roll-ups. */
  private static final List<String> MOMENTS =
      List.of(
          "file llm_operations_metrics",
          "after rejected_events",
          "before llm_operations_metrics",
          "after llm_operations_metrics",
          "before llm_operations_hourly");

  private static final List<String> ORDER_OF_COMMIT =
      List.of(
          "rejected_events",
          "late_events",
          "window_ledger",
          "llm_cost_attribution",
          "llm_cost_by_tag",
          "llm_operations_metrics");

  @TempDir static Path folder;
  private static Path one;
  private static Path two;
  private static Map<String, List<String>> tablesOfOne;
  private static Map<String, List<String>> tablesOfTwo;
  private static List<String> adjustmentsToTwo;
  private static List<String> adjustmentsToOne;

  @BeforeAll
  static void runAlone() throws IOException {
    one = input("one", 16);
    two = input("two", 12);
    CommandLine.backfill(one, folder.resolve("alone-one"), options()).done();
    tablesOfOne = CommittedRows.of(folder.resolve("alone-one"));
    CommandLine.backfill(two, folder.resolve("alone-one"), options()).done();
    adjustmentsToTwo = adjustments(folder.resolve("alone-one"));
    CommandLine.backfill(one, folder.resolve("alone-one"), options()).done();
    adjustmentsToOne = without(adjustments(folder.resolve("alone-one")), adjustmentsToTwo);
    CommandLine.backfill(two, folder.resolve("alone-two"), options()).done();
    tablesOfTwo = CommittedRows.of(folder.resolve("alone-two"));
    tablesOfOne.forEach(
        (table, rows) -> {
          // Only a stream is late.
          boolean none = table.equals("late_events");
          assertThat(table, rows.isEmpty(), is(none));
          assertThat(table, tablesOfTwo.get(table), none ? is(rows) : is(not(rows)));
        });
  }

  @Test
  void aKilledRunLeavesEachTableWhollyOldOrWhollyNew(@TempDir Path warehouse) throws Exception {
    CommandLine.backfill(one, warehouse, options()).done();
    boolean isOne = true;
    List<String> adjusted = new ArrayList<>();
    for (String moment : moments()) {
      Map<String, List<String>> before = isOne ? tablesOfOne : tablesOfTwo;
      Map<String, List<String>> after = isOne ? tablesOfTwo : tablesOfOne;
      Path input = isOne ? two : one;
      try (ChildRun child = start(moment, input, warehouse)) {
        child.awaitMoment();
        child.kill();
      }

      Map<String, List<String>> left = CommittedRows.of(warehouse);
      assertThat(left.keySet(), is(before.keySet()));
      left.forEach(
          (table, rows) -> {
            int order = ORDER_OF_COMMIT.indexOf(table);
            if (order < 0) {
              // Roll-ups come last, in any order.
              assertThat(rows, is(anyOf(equalTo(before.get(table)), equalTo(after.get(table)))));
            } else {
              boolean committed = order < committedAt(moment);
              assertThat(rows, is(committed ? after.get(table) : before.get(table)));
            }
          });

      CommandLine.backfill(input, warehouse, options()).done();
      assertThat(CommittedRows.of(warehouse), is(after));
      adjusted.addAll(isOne ? adjustmentsToTwo : adjustmentsToOne);
      assertThat(adjustments(warehouse), is(adjusted.stream().sorted().toList()));
      isOne = !isOne;
    }
  }

  @Test
  void ofTwoProcessesAtOnceOneIsLastInEveryTable(@TempDir Path warehouse) throws Exception {
    try (ChildRun child = start("before llm_operations_metrics", one, warehouse)) {
      child.awaitMoment();
      CommandLine.Outcome passing = CommandLine.backfill(two, warehouse, options());
      int exit = child.goOn();

      assertThat(passing.errors(), is(empty()));
      assertThat(exit, is(Launcher.DONE));
      assertThat(CommittedRows.of(warehouse), is(tablesOfOne));
    }
  }

  /** How many of the tables of windows are new at a moment. */
  private static int committedAt(String moment) {
    String[] parts = moment.split(" ", 2);
    int order = ORDER_OF_COMMIT.indexOf(parts[1]);
    return switch (parts[0]) {
      case "file" -> parts[1].equals("llm_operations_metrics") ? 0 : ORDER_OF_COMMIT.size();
      case "before" -> order < 0 ? ORDER_OF_COMMIT.size() : order;
      default -> order < 0 ? ORDER_OF_COMMIT.size() : order + 1;
    };
  }

  /** {@code -Dtallybeam.kills=all} has all there are. */
  private static List<String> moments() {
    if (!System.getProperty("tallybeam.kills", "").equals("all")) {
      return MOMENTS;
    }
    List<String> moments = new ArrayList<>();
    for (String table : tablesOfOne.keySet()) {
      moments.add("before " + table);
      moments.add("after " + table);
    }
    moments.add("file llm_operations_metrics");
    moments.add("file llm_operations_hourly");
    moments.add("before " + CostAdjustmentsTable.NAME);
    moments.add("after " + CostAdjustmentsTable.NAME);
    return moments;
  }

  /**
   * What changed of costs, in whatever run and when. Each run has its own, but together they are
   * the same: what a killed run did not record the next one does, and a repeated run adds nothing.
   */
  private static List<String> adjustments(Path warehouse) {
    return CommittedRows.records(warehouse, CostAdjustmentsTable.NAME).stream()
        .map(ProcessesTest::withoutRun)
        .sorted()
        .toList();
  }

  private static String withoutRun(Record row) {
    row.setField("run_id", null);
    row.setField("adjusted_at", null);
    return CommittedRows.text(row);
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> left = new ArrayList<>(all);
    some.forEach(left::remove);
    assertThat(left.size(), is(all.size() - some.size()));
    return left;
  }

  private static ChildRun start(String moment, Path input, Path warehouse) throws IOException {
    List<String> args = new ArrayList<>();
    args.add("backfill");
    args.add("--input=" + input);
    args.add(EdgeCatalog.option(EdgeCatalog.settings(warehouse, ChildRun.EDGE)));
    args.addAll(List.of(options()));
    return ChildRun.start(moment, Files.createTempFile(folder, "child", ".log"), args);
  }

  private static String[] options() {
    return new String[] {
      "--from=2023-11-16T22:00:00Z", "--to=2023-11-17T02:00:00Z", "--rejectsAllowed=1"
    };
  }

  private static Path input(String tenant, int windows) throws IOException {
    List<String> lines = new ArrayList<>(Events.calls(FROM, windows, 15, tenant));
    lines.add(Events.call(FROM, tenant, 99).replace("\"p\"", "[]"));
    return Events.write(folder.resolve(tenant + ".ndjson"), lines);
  }
}
