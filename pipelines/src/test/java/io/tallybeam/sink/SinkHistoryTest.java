package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.sink.RejectRows.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class SinkHistoryTest {

  private final Table table = RejectRows.newTable();

  @Test
  void findsCommitsBehindThoseOfOthers() throws IOException {
    assertThat(SinkHistory.of(table, "sink").last("one"), is(Optional.empty()));
    SinkToken odd = new SinkToken("a/b:c", "x/z", Long.MAX_VALUE, "odd");
    SinkToken first = new SinkToken("sink", "one", 1, "first");
    append(first.summary());
    append(odd.summary());
    SinkToken second = new SinkToken("sink", "two", 12, "second");
    append(second.summary());
    append(Map.of(SinkToken.SINK, "sink"));
    append(Map.of());

    assertThat(SinkHistory.of(table, "sink").last("two"), is(Optional.of(second)));
    assertThat(SinkHistory.of(table, "sink").last("one"), is(Optional.of(first)));
    assertThat(SinkHistory.of(table, "sink").has("first"), is(true));
    assertThat(SinkHistory.of(table, "sink").has("odd"), is(false));
    assertThat(SinkHistory.of(table, "a/b:c").last("x/z"), is(Optional.of(odd)));
    assertThat(SinkHistory.of(table, "sin").last("one"), is(Optional.empty()));
  }

  @Test
  void whatWasRolledBackIsNotThere() throws IOException {
    append(new SinkToken("sink", "one", 1, "first").summary());
    long first = table.currentSnapshot().snapshotId();
    append(new SinkToken("sink", "one", 2, "second").summary());

    CommittedRows.ofAnotherEngine(table).manageSnapshots().rollbackTo(first).commit();

    assertThat(SinkHistory.of(table, "sink").has("second"), is(false));
    assertThat(SinkHistory.of(table, "sink").has("first"), is(true));
  }

  @Test
  void commitsOfTheSameNumberOrLaterOnesAreSuperseded() throws IOException {
    append(new SinkToken("sink", "before", 7, "0").summary());
    append(new SinkToken("sink", "one", 1, "1").summary());
    String second = append(new SinkToken("sink", "one", 2, "2").summary());
    append(new SinkToken("other", "one", 2, "x").summary());
    append(new SinkToken("sink", "between", 1, "y").summary());
    String third = append(new SinkToken("sink", "one", 3, "3").summary());

    assertThat(superseded("one", 2, "again"), is(List.of(third, second)));
    assertThat(superseded("one", 3, "again"), is(List.of(third)));
    assertThat(superseded("one", 4, "new"), is(List.of()));
    assertThat(superseded("one", 3, "3"), is(List.of()));
    assertThat(superseded("new", 1, "new"), is(List.of()));
  }

  private List<String> superseded(String epoch, long sequence, String id) {
    List<String> files = new ArrayList<>();
    SinkHistory.of(table, "sink")
        .filesSupersededBy(new SinkToken("sink", epoch, sequence, id))
        .forEach(file -> files.add(file.location()));
    return files;
  }

  private String append(Map<String, String> summary) throws IOException {
    DataFile file = RejectRows.file(table, List.of(new Row(0, "a", "text")));
    AppendFiles append = table.newAppend().appendFile(file);
    summary.forEach(append::set);
    append.commit();
    return file.location();
  }
}
