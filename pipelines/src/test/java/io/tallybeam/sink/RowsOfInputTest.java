package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.raw.ArchivedRecords;
import io.tallybeam.sink.RejectRows.Row;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;

/** A backfill takes the dead letters away that it accounts for. */
class RowsOfInputTest {

  private static final String ARCHIVED = "a/t/date=2024-01-01/t-0-%020d-%020d.ndjson.zst";
  private static final long OTHER = RejectRows.WINDOW;

  private final Table table = RejectRows.newTable();

  /** A stream told of one after the files were listed; of another the files are not given. */
  @Test
  void lettersOfRecordsThatAnArchiveDoesNotHoldStay() throws IOException {
    write(row(0, "t/0/5"), row(0, "t/0/15"), row(0, "t/1/5"), row(0, "else/0/15"));
    write(row(OTHER, "t/0/5"), row(0, "a/b.ndjson"));

    replace(List.of(String.format(ARCHIVED, 0, 9), String.format(ARCHIVED, 20, 29)));

    assertThat(rows(), containsInAnyOrder(row(0, "t/0/15"), row(0, "t/1/5"), row(OTHER, "t/0/5")));
  }

  @Test
  void ofOtherFilesNobodyKnowsWhatTheyHoldAndAllLettersGo() throws IOException {
    write(row(0, "t/0/5"), row(0, "a/b.ndjson"));

    replace(List.of("a/b.ndjson"));

    assertThat(rows(), is(List.of()));
  }

  private static Row row(long window, String origin) {
    return new Row(window, origin, "{");
  }

  private void write(Row... rows) throws IOException {
    RejectRows.append(table, RejectRows.file(table, List.of(rows)));
  }

  private void replace(List<String> input) throws IOException {
    TimeRanges window = TimeRanges.of(List.of(new TimeRange(0, RejectRows.WINDOW)));
    Scope scope = Scope.of(window, RowsOfInput.of(new ArchivedRecords(input)));
    new Replacements(
            List.of(new Replacement(table, scope, List.of(), Map.of(Replacement.RUN_ID, "r"))))
        .commit();
  }

  private List<Row> rows() {
    table.refresh();
    List<Row> rows = new ArrayList<>();
    for (Record record : CommittedRows.records(table)) {
      rows.add(RejectRows.row(record));
    }
    return rows;
  }
}
