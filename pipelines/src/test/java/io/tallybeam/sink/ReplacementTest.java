package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.sink.RejectRows.Row;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplacementTest {

  private static final int WINDOWS = 3 * 96;

  /** Some whose order in UTF-16 is not that in UTF-8, in which files keep their bounds. */
  private static final List<String> ORIGINS =
      List.of("a", "a-very-long-name-of-a-file-1", "a-very-long-name-of-a-file-2", "\uff21", "😀");

  private final Table table = RejectRows.newTable();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void leavesTheOldRowsOutsideTheScopeAndTheNewRows(long seed) throws IOException {
    Random random = new Random(seed);
    List<Row> model = new ArrayList<>();
    int partlyCovered = 0;
    int apart = 0;
    for (int round = 0; round < 20; round++) {
      if (random.nextInt(3) == 0) {
        List<Row> more = anyRows(random, "old-" + round);
        RejectRows.append(table, files(more).toArray(DataFile[]::new));
        model.addAll(more);
        table.refresh();
      }
      Set<Long> windows = someWindows(random);
      Set<String> owners = some(random, ORIGINS);
      List<Row> fresh = anyRows(random, "new-" + round);
      fresh.removeIf(row -> !inScope(row, windows, owners));
      Map<String, List<Row>> before = rowsByFile();

      commit(scope(windows, owners), files(fresh), "run-" + round);

      model.removeIf(row -> inScope(row, windows, owners));
      model.addAll(fresh);
      Map<String, List<Row>> after = rowsByFile();
      assertThat(
          after.values().stream().flatMap(List::stream).toList(),
          containsInAnyOrder(model.toArray()));
      for (Map.Entry<String, List<Row>> file : before.entrySet()) {
        long replaced = file.getValue().stream().filter(r -> inScope(r, windows, owners)).count();
        if (replaced > 0) {
          assertThat(after.keySet(), not(hasItem(file.getKey())));
        } else if (liesApart(file.getValue(), windows, owners)) {
          assertThat("is the very same file", after.keySet(), hasItem(file.getKey()));
          apart++;
        }
        partlyCovered += replaced > 0 && replaced < file.getValue().size() ? 1 : 0;
      }
    }
    assertThat("files are covered in part", partlyCovered, greaterThan(10));
    assertThat("files lie apart", apart, greaterThan(10));
  }

  @Test
  void cutsARangeOutOfTheMiddleOfAFile() throws IOException {
    List<Row> day = new ArrayList<>();
    for (int window = 0; window < 96; window++) {
      day.add(new Row(window * RejectRows.WINDOW, "a", "old"));
    }
    Row nextDay = new Row(RejectRows.DAY, "a", "next day");
    DataFile untouched = RejectRows.file(table, List.of(nextDay));
    RejectRows.append(table, RejectRows.file(table, day), untouched);
    table.refresh();

    Row fresh = new Row(41 * RejectRows.WINDOW, "a", "new");
    commit(scope(range(40, 44)), files(List.of(fresh)), "run");

    List<Row> expected = new ArrayList<>(day);
    expected.removeIf(row -> row.window() / RejectRows.WINDOW / 4 == 10);
    assertThat(expected.size(), is(92));
    expected.add(nextDay);
    expected.add(fresh);
    assertThat(rows(), containsInAnyOrder(expected.toArray()));
    assertThat(CommittedRows.files(table), hasItem(untouched.location()));
  }

  /** As when somebody changes the partitioning under a stream. */
  @Test
  void leavesTheRestOfAFileInItsPartition() throws IOException {
    List<Row> day = new ArrayList<>();
    for (int window = 0; window < 96; window++) {
      day.add(new Row(window * RejectRows.WINDOW, "a", "old"));
    }
    RejectRows.append(table, RejectRows.file(table, day));
    table
        .updateSpec()
        .removeField("window_start_day")
        .addField(Expressions.hour("window_start"))
        .commit();
    table.refresh();

    commit(scope(range(40, 44)), List.of(), "run");

    table.refresh();
    for (int window = 0; window < 96; window++) {
      long micros = window * RejectRows.WINDOW * 1000;
      try (CloseableIterable<Record> found =
          IcebergGenerics.read(table).where(Expressions.equal("window_start", micros)).build()) {
        assertThat("" + window, found.iterator().hasNext(), is(window < 40 || window >= 44));
      }
    }
  }

  @Test
  void knowsTheFilesOfAllCommitsOfARun() throws IOException {
    RejectRows.append(table, RejectRows.file(table, List.of(new Row(0, "a", "before"))));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    for (int window = 1; window < 4; window++) {
      List<Row> rows = List.of(new Row(window * RejectRows.WINDOW, "a", "new"));
      String run = window == 2 ? "another" : "run";
      replace(scope(range(window, window + 1)), files(rows), run).commitOn(table.currentSnapshot());
    }

    table.refresh();
    assertThat(Replacement.filesOf(table, "run", base).size(), is(2));
  }

  @Test
  void emptiesTheWindowsWhereNothingIsNew() throws IOException {
    Row kept = new Row(8 * RejectRows.WINDOW, "a", "kept");
    RejectRows.append(
        table, RejectRows.file(table, List.of(new Row(7 * RejectRows.WINDOW, "a", "gone"), kept)));
    table.refresh();

    commit(scope(range(0, 8)), List.of(), "run");

    assertThat(rows(), contains(kept));
  }

  @Test
  void commitsToATableWithoutASnapshot() throws IOException {
    Row row = new Row(0, "a", "new");

    commit(scope(range(0, 1)), files(List.of(row)), "run");

    assertThat(rows(), contains(row));
  }

  @Test
  void leavesASnapshotWithTheSummaryWhereThereIsNothingOldAndNothingNew() throws IOException {
    commit(scope(range(0, 1)), List.of(), "run");

    table.refresh();
    assertThat(table.currentSnapshot().summary().get(Replacement.RUN_ID), is("run"));
    assertThat(rows(), is(empty()));
  }

  @Test
  void leavesEqualRowsWhenItIsRunTwice() throws IOException {
    List<Row> old = List.of(new Row(0, "a", "old"), new Row(RejectRows.WINDOW, "a", "kept"));
    RejectRows.append(table, RejectRows.file(table, old));
    table.refresh();
    Row fresh = new Row(0, "a", "new");

    commit(scope(range(0, 1)), files(List.of(fresh)), "first");
    List<Row> once = rows();
    commit(scope(range(0, 1)), files(List.of(fresh)), "second");

    assertThat(once, containsInAnyOrder(fresh, old.get(1)));
    assertThat(rows(), containsInAnyOrder(once.toArray()));
  }

  @Test
  void refusesRowsThatCameToTheScopeSinceTheBase() throws IOException {
    Row first = new Row(0, "a", "first");
    RejectRows.append(table, RejectRows.file(table, List.of(first)));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    Row second = new Row(RejectRows.WINDOW, "a", "second");
    RejectRows.append(table, RejectRows.file(table, List.of(second)));

    refused(scope(range(0, 2)), base);

    assertThat(rows(), containsInAnyOrder(first, second));
  }

  @Test
  void refusesFilesThatWereReplacedSinceTheBase() throws IOException {
    Row first = new Row(0, "a", "first");
    RejectRows.append(table, RejectRows.file(table, List.of(first)));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    commit(scope(range(0, 1)), List.of(), "other");

    refused(scope(range(0, 1)), base);

    assertThat(rows(), is(empty()));
  }

  /**
   * A stream's refreshes of roll-ups all bear its id: none may take another's commit for its own.
   */
  @Test
  void refusesWhatAnotherCommitOfTheRunReplacedSinceTheBase() throws IOException {
    Row first = new Row(0, "a", "first");
    RejectRows.append(table, RejectRows.file(table, List.of(first)));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    Row second = new Row(0, "a", "second");
    replace(scope(range(0, 1)), files(List.of(second)), "refused").commitOn(base);

    refused(scope(range(0, 1)), base);

    assertThat(rows(), containsInAnyOrder(second));
  }

  @Test
  void refusesRowsThatCameToATableThatHadNone() throws IOException {
    Row first = new Row(0, "a", "first");
    RejectRows.append(table, RejectRows.file(table, List.of(first)));
    table.refresh();

    refused(scope(range(0, 1)), null);

    assertThat(rows(), contains(first));
  }

  @Test
  void refusesToBringBackTheOtherRowsOfAFileThatAnotherRunRewrote() throws IOException {
    // Both cut one file in two: the second would bring back what the first replaced.
    List<Row> old = List.of(new Row(0, "a", "old"), new Row(RejectRows.WINDOW, "a", "old"));
    RejectRows.append(table, RejectRows.file(table, old));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    Row other = new Row(RejectRows.WINDOW, "a", "other");
    commit(scope(range(1, 2)), files(List.of(other)), "other");

    refused(scope(range(0, 1)), base);

    assertThat(rows(), containsInAnyOrder(old.get(0), other));
    // The same commit without a stale base goes on top.
    Row fresh = new Row(0, "a", "fresh");
    commit(scope(range(0, 1)), files(List.of(fresh)), "again");
    assertThat(rows(), containsInAnyOrder(fresh, other));
  }

  @Test
  void allowsWhatOthersDidElsewhereSinceTheBase() throws IOException {
    Row first = new Row(0, "a", "first");
    RejectRows.append(table, RejectRows.file(table, List.of(first)));
    table.refresh();
    Snapshot base = table.currentSnapshot();
    Row elsewhere = new Row(5 * RejectRows.DAY, "a", "elsewhere");
    RejectRows.append(table, RejectRows.file(table, List.of(elsewhere)));
    Row fresh = new Row(0, "a", "fresh");

    replace(scope(range(0, 1)), files(List.of(fresh)), "run").commitOn(base);

    assertThat(rows(), containsInAnyOrder(fresh, elsewhere));
  }

  private void refused(Scope scope, Snapshot base) throws IOException {
    table.refresh();
    Snapshot before = table.currentSnapshot();
    List<DataFile> files = files(List.of(new Row(0, "a", "refused")));
    Replacement replacement = replace(scope, files, "refused");

    assertThrows(ValidationException.class, () -> replacement.commitOn(base));

    table.refresh();
    assertThat(table.currentSnapshot(), is(equalTo(before)));
    // The new files are still there for another attempt.
    assertThat(RejectRows.rows(table, files.get(0)), is(not(empty())));
  }

  private Replacement replace(Scope scope, List<DataFile> files, String run) {
    return new Replacement(table, scope, files, Map.of(Replacement.RUN_ID, run));
  }

  private void commit(Scope scope, List<DataFile> files, String run) throws IOException {
    new Replacements(List.of(replace(scope, files, run))).commit();
  }

  private static TimeRanges range(int from, int to) {
    return TimeRanges.of(List.of(new TimeRange(from * RejectRows.WINDOW, to * RejectRows.WINDOW)));
  }

  private static Scope scope(TimeRanges windows) {
    return Scope.of(windows);
  }

  private static Scope scope(Set<Long> windows, Set<String> owners) {
    List<TimeRange> ranges =
        windows.stream().map(start -> new TimeRange(start, start + RejectRows.WINDOW)).toList();
    return Scope.of(TimeRanges.of(ranges)).andWithoutWindow(RejectedEventsTable.ORIGIN, owners);
  }

  private static boolean inScope(Row row, Set<Long> windows, Set<String> owners) {
    return row.window() < 0 ? owners.contains(row.origin()) : windows.contains(row.window());
  }

  /** Whether the bounds of a file, of windows or of rows without, show that none is replaced. */
  private static boolean liesApart(List<Row> file, Set<Long> windows, Set<String> owners) {
    LongSummaryStatistics bounds = file.stream().mapToLong(Row::window).summaryStatistics();
    return bounds.getMax() < 0
        ? owners.isEmpty()
        : windows.stream().noneMatch(w -> bounds.getMin() <= w && w <= bounds.getMax());
  }

  private List<Row> rows() {
    table.refresh();
    return CommittedRows.records(table).stream().map(RejectRows::row).toList();
  }

  private Map<String, List<Row>> rowsByFile() throws IOException {
    Map<String, List<Row>> rows = new HashMap<>();
    table.refresh();
    if (table.currentSnapshot() != null) {
      try (var tasks = table.newScan().planFiles()) {
        for (var task : tasks) {
          rows.put(task.file().location(), RejectRows.rows(table, task.file()));
        }
      }
    }
    return rows;
  }

  private static List<Row> anyRows(Random random, String text) {
    List<Row> rows = new ArrayList<>();
    int count = random.nextInt(60);
    long around = random.nextInt(WINDOWS);
    for (int i = 0; i < count; i++) {
      long window = Math.floorMod(around + random.nextInt(40), WINDOWS) * RejectRows.WINDOW;
      String origin = ORIGINS.get(random.nextInt(ORIGINS.size()));
      rows.add(new Row(random.nextInt(5) == 0 ? -1 : window, origin, text + "-" + i));
    }
    return rows;
  }

  /** A stretch of windows, some far ones, or none. */
  private static Set<Long> someWindows(Random random) {
    Set<Long> windows = new TreeSet<>();
    int count = random.nextInt(4) == 0 ? 0 : random.nextInt(120);
    long from = random.nextInt(WINDOWS);
    for (int i = 0; i < count; i++) {
      long window = random.nextInt(6) == 0 ? random.nextInt(WINDOWS) : from + i;
      windows.add(window % WINDOWS * RejectRows.WINDOW);
    }
    return windows;
  }

  private static Set<String> some(Random random, List<String> of) {
    Set<String> some = new TreeSet<>();
    of.stream().filter(one -> random.nextInt(3) == 0).forEach(some::add);
    return some;
  }

  /** One or two files a partition, the rows in any order. */
  private List<DataFile> files(List<Row> rows) throws IOException {
    Map<Long, List<Row>> byDay = new TreeMap<>();
    for (Row row : rows) {
      long day = row.window() < 0 ? -1 : row.window() / RejectRows.DAY;
      byDay.computeIfAbsent(day, d -> new ArrayList<>()).add(row);
    }
    List<DataFile> files = new ArrayList<>();
    for (List<Row> day : byDay.values()) {
      int half = day.size() / 2;
      if (half > 3) {
        files.add(RejectRows.file(table, day.subList(0, half)));
        files.add(RejectRows.file(table, day.subList(half, day.size())));
      } else {
        files.add(RejectRows.file(table, day));
      }
    }
    return files;
  }
}
