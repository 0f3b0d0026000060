package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.RejectRows.Row;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sort order that a file says it has: who merges files relies on it. */
final class SortLabelTest {

  @TempDir Path folder;

  @Test
  void isNotThatOfAnotherEngine() throws IOException {
    Path input =
        Events.write(
            folder.resolve("in.ndjson"),
            Events.calls(Instant.parse("2024-02-29T00:00:00Z"), 3, 15, "acme"));
    Path warehouse = folder.resolve("warehouse");
    CommandLine.backfill(input, warehouse).done();
    try (TableCatalog catalog = CommittedRows.open(warehouse)) {
      Table table = catalog.load("llm_operations_metrics");
      int own = table.sortOrder().orderId();
      assertThat(labels(table), is(Set.of(own)));
      table.replaceSortOrder().desc("model").commit();

      CommandLine.backfill(input, warehouse).done();

      table.refresh();
      assertThat(labels(table), is(Set.of(own)));
    }
  }

  @Test
  void ofTheRestOfAFileIsThatOfTheFile() throws IOException {
    Table table = RejectRows.newTable();
    List<Row> rows =
        List.of(
            new Row(0, "b", "kept"), new Row(0, "a", "kept"), new Row(RejectRows.WINDOW, "c", ""));
    DataFile sorted = RejectRows.file(table, rows);
    for (SortOrder order : List.of(SortOrder.unsorted(), table.sortOrder())) {
      DataFile file = DataFiles.builder(table.spec()).copy(sorted).withSortOrder(order).build();
      table.newAppend().appendFile(RowFile.copy(table, file)).commit();
      TimeRange second = new TimeRange(RejectRows.WINDOW, 2 * RejectRows.WINDOW);
      Replacement cut =
          new Replacement(
              table,
              Scope.of(TimeRanges.of(List.of(second))),
              List.of(),
              Map.of(Replacement.RUN_ID, "run-" + order.orderId()));

      cut.commitOn(cut.latest());

      assertThat(labels(table), is(Set.of(order.orderId())));
      table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    }
  }

  private static Set<Integer> labels(Table table) throws IOException {
    Set<Integer> labels = new TreeSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> labels.add(task.file().sortOrderId()));
    }
    return labels;
  }
}
