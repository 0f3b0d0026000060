package io.tallybeam.latest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import io.tallybeam.sink.RowFile;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code windows}, as a user runs it beside a stream. */
final class WindowsCommandTest {

  private static final TumblingWindow WINDOWS = TumblingWindow.of(Duration.ofMinutes(15));

  @TempDir Path folder;
  private TableCatalog catalog;
  private Table table;

  @BeforeEach
  void open() {
    catalog = CommittedRows.open(folder);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private void make() {
    table = catalog.ensure(OperationsTable.metrics(WINDOWS), Map.of());
  }

  /** A file of rows: the window, calls, those with a cost, the cost or "-", and the revision. */
  private DataFile file(String... rows) throws IOException {
    List<Record> records = List.of(rows).stream().map(this::row).toList();
    try (RowFile file = new RowFile(table, records.get(0))) {
      records.forEach(file::write);
      return file.finish();
    }
  }

  private Record row(String text) {
    String[] parts = text.split(" ", -1);
    Record row = GenericRecord.create(table.schema());
    OffsetDateTime start = OffsetDateTime.parse(parts[0]);
    for (Types.NestedField column : table.schema().columns()) {
      if (column.isRequired()) {
        row.setField(column.name(), nothing(column, start));
      }
    }
    row.setField("total_requests", Long.parseLong(parts[1]));
    row.setField("cost_usd_count", Long.parseLong(parts[2]));
    row.setField(
        "total_cost_usd", parts[3].equals("-") ? null : new BigDecimal(parts[3]).setScale(12));
    row.setField(OperationsTable.REVISION, Integer.parseInt(parts[4]));
    return row;
  }

  private static Object nothing(Types.NestedField column, OffsetDateTime time) {
    return switch (column.type().typeId()) {
      case STRING -> "x";
      case LONG -> 0L;
      case INTEGER -> 0;
      case DOUBLE -> 0.0;
      case TIMESTAMP -> time;
      case DECIMAL -> BigDecimal.valueOf(0, ((Types.DecimalType) column.type()).scale());
      default -> throw new IllegalArgumentException(column.toString());
    };
  }

  private void append(DataFile... files) {
    AppendFiles append = table.newAppend();
    List.of(files).forEach(append::appendFile);
    append.set("tallybeam.pipeline", "streaming").commit();
  }

  private Outcome windows(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "windows";
    args[1] = "--warehouse=" + folder;
    System.arraycopy(more, 0, args, 2, more.length);
    return CommandLine.run(args);
  }

  private static List<String> lines(Outcome outcome) {
    return outcome.out().stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  @Test
  void theLastWindowsAreAddedUpOverAllTheirFiles() throws IOException {
    make();
    DataFile yesterday = file("2024-02-28T23:45:00Z 9 9 9 0");
    append(
        yesterday,
        file("2024-02-29T10:00:00Z 1 1 1 0", "2024-02-29T10:15:00Z 1200 1100 0.25 3"),
        file("2024-02-29T10:00:00Z 1 1 1 0", "2024-02-29T10:15:00Z 34 34 0.0000005 1"),
        file(
            "2024-02-29T10:15:00Z 2 0 - 0",
            "2024-02-29T10:30:00Z 4 0 - 0",
            "2024-02-29T10:30:00Z 5 0 - 2"));
    // Windows that are not shown are not even opened.
    Files.delete(Path.of(yesterday.location().replaceFirst("^file:/*", "/")));

    List<String> shown = lines(windows("--last=2").done());

    assertThat(
        shown.subList(0, 3),
        contains(
            "window calls cost USD cost unknown rows corrected",
            "2024-02-29T10:30:00Z 9 unknown 9 2 1",
            "2024-02-29T10:15:00Z 1,236 0.250000 102 3 2"));
    table.refresh();
    assertThat(shown, hasSize(4));
    assertThat(
        shown.get(3),
        is(
            String.format(
                "snapshot %d of %s by streaming",
                table.currentSnapshot().snapshotId(),
                Instant.ofEpochMilli(table.currentSnapshot().timestampMillis()))));
  }

  @Test
  void fewerWindowsThanAskedForAreAllShown() throws IOException {
    make();
    append(
        file("2024-02-28T23:45:00Z 9 9 9 0"),
        file("2024-02-29T00:00:00Z 1 1 0.5 0", "2024-02-29T00:15:00Z 2 2 0.000001 0"));

    assertThat(
        lines(windows().done()).subList(1, 4),
        contains(
            "2024-02-29T00:15:00Z 2 0.000001 0 1 0",
            "2024-02-29T00:00:00Z 1 0.500000 0 1 0",
            "2024-02-28T23:45:00Z 9 9.000000 0 1 0"));
  }

  @Test
  void anEmptyTableHasNoWindowsYet() {
    make();

    assertThat(windows().done().out(), contains("No windows yet: llm_operations_metrics is empty"));
  }

  @Test
  void aTableThatIsNotThereHasNoWindowsYet() {
    CommittedRows.makeNamespace(folder);

    assertThat(
        windows().done().out(),
        contains("No windows yet: there is no table llm_operations_metrics"));
  }

  @Test
  void mistakesAreToldInOneLine() {
    Outcome missing = CommandLine.run("windows", "--warehouse=" + folder.resolve("missing"));
    Outcome none = windows("--last=0");
    assertThat(missing.exit(), is(Launcher.USER_ERROR));
    assertThat(missing.err(), contains(containsString("there is no catalog in it")));
    Outcome other = windows("--namespace=other");

    assertThat(none.exit(), is(Launcher.USER_ERROR));
    assertThat(none.err(), contains(startsWith("error: --last=0")));
    assertThat(other.exit(), is(Launcher.USER_ERROR));
    assertThat(other.err(), contains(startsWith("error: --namespace=other: the catalog has none")));
  }
}
