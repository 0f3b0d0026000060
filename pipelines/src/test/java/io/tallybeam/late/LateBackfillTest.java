package io.tallybeam.late;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Events;
import io.tallybeam.sink.RowFile;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.table.WindowLedgerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backfills that {@code late} proposes, run as it says. */
final class LateBackfillTest {

  private static final Instant TEN = Instant.parse("2024-02-29T10:00:00Z");
  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

  @TempDir Path folder;

  @Test
  void aBackfillOfLateWindowsTakesTheirRowsAway() throws IOException {
    Path input = folder.resolve("in.ndjson");
    Events.write(input, List.of(Events.call(TEN, "t", 1), Events.call(NOON, "t", 2)));
    CommandLine.backfill(input, warehouse()).done();
    // The same calls, and those that the stream was too late for.
    Events.write(
        input,
        List.of(
            Events.call(TEN, "t", 1),
            Events.call(TEN.plusSeconds(60), "late", 3),
            Events.call(NOON, "t", 2),
            Events.call(NOON.plusSeconds(60), "late", 4),
            Events.call(NOON.plusSeconds(61), "late", 5)));
    late(TEN, TEN.plusSeconds(60));
    late(NOON, NOON.plusSeconds(60), NOON.plusSeconds(61));
    List<String> backfills = backfills(input);
    assertThat(backfills.size(), is(2));

    run(backfills.get(0));

    assertThat(times(LateEventsTable.NAME, "window_start"), contains(NOON, NOON));
    assertThat(counted(), contains("10:00 late 1", "10:00 t 1", "12:00 t 1"));
    assertThat(backfills(input), contains(backfills.get(1)));

    run(backfills.get(1));

    assertThat(times(LateEventsTable.NAME, "window_start"), is(empty()));
    assertThat(counted(), contains("10:00 late 1", "10:00 t 1", "12:00 late 2", "12:00 t 1"));
    assertThat(ledger(), contains("10:00 archive 2 2 0", "12:00 archive 3 3 0"));
    assertThat(
        CommandLine.run("late", "--warehouse=" + warehouse()).done().out(),
        contains("No window wants a backfill: matih_analytics.late_events is empty"));
  }

  /** A stream may believe older times than is usual; a backfill that does not would count none. */
  @Test
  void aBackfillBelievesTheTimesThatTheStreamBelieved() throws IOException {
    Instant then = Instant.parse("2010-02-28T10:00:00Z");
    Path input = folder.resolve("in.ndjson");
    Events.write(input, List.of(Events.call(then, "t", 1), Events.call(then, "late", 2)));
    String believed = "--earliest=2010-01-01T00:00:00Z";
    CommandLine.backfill(input, warehouse(), believed).done();
    late(then, then.plusSeconds(60));

    run(backfills(input, believed).get(0));

    assertThat(times(LateEventsTable.NAME, "window_start"), is(empty()));
    assertThat(counted(), contains("10:00 late 1", "10:00 t 1"));
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private List<String> backfills(Path input, String... asTheStream) {
    List<String> args =
        new ArrayList<>(List.of("late", "--warehouse=" + warehouse(), "--backfillInput=" + input));
    args.addAll(List.of(asTheStream));
    Outcome outcome = CommandLine.run(args.toArray(String[]::new)).done();
    return outcome.out().stream()
        .map(String::strip)
        .filter(line -> line.startsWith("runners/run"))
        .toList();
  }

  private static void run(String line) {
    String start = "runners/run direct ";
    assertThat(line, startsWith(start));
    CommandLine.run(line.substring(start.length()).replace("'", "").split(" ", -1)).done();
  }

  /** Puts rows of a window into {@code late_events}, in a file of their own. */
  private void late(Instant window, Instant... times) throws IOException {
    try (TableCatalog catalog = CommittedRows.open(warehouse())) {
      Table table =
          catalog.ensure(
              new LateEventsTable(), Map.of("tallybeam.window", Duration.ofMinutes(15).toString()));
      List<Record> rows = List.of(times).stream().map(time -> row(table, window, time)).toList();
      try (RowFile file = new RowFile(table, rows.get(0))) {
        rows.forEach(file::write);
        table.newAppend().appendFile(file.finish()).commit();
      }
    }
  }

  private static Record row(Table table, Instant window, Instant time) {
    Record row = GenericRecord.create(table.schema());
    row.setField("window_start", window.atOffset(ZoneOffset.UTC));
    row.setField("event_time", time.atOffset(ZoneOffset.UTC));
    row.setField("tenant_id", "late");
    row.setField("late_by_ms", 7L);
    row.setField("source", "stream");
    row.setField("origin", "topic/0/" + time.getEpochSecond());
    row.setField("position", 0L);
    row.setField("payload", "{}");
    row.setField("payload_bytes", 2L);
    return row;
  }

  private List<Instant> times(String table, String column) {
    return CommittedRows.records(warehouse(), table).stream()
        .map(row -> ((OffsetDateTime) row.getField(column)).toInstant())
        .toList();
  }

  /** The calls of each window and tenant. */
  private List<String> counted() {
    return CommittedRows.records(warehouse(), OperationsTable.METRICS).stream()
        .map(row -> start(row) + row.getField("tenant_id") + " " + row.getField("total_requests"))
        .sorted()
        .toList();
  }

  /** By source what was read, counted and late in each window. */
  private List<String> ledger() {
    return CommittedRows.records(warehouse(), WindowLedgerTable.NAME).stream()
        .filter(row -> row.getField("window_start") != null)
        .map(
            row ->
                start(row)
                    + row.getField("source")
                    + " "
                    + row.getField("read")
                    + " "
                    + row.getField("aggregated")
                    + " "
                    + row.getField("late"))
        .sorted()
        .toList();
  }

  private static String start(Record row) {
    return row.getField("window_start").toString().substring(11, 16) + " ";
  }
}
