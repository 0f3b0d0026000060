package io.tallybeam.sink;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.RejectedEventsTable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Rows of the one table that has rows of windows and rows without, in a catalog in memory. */
final class RejectRows {

  static final long WINDOW = 15 * 60_000;
  static final long DAY = 24 * 60 * 60_000;

  private RejectRows() {}

  /**
   * A row.
   *
   * @param window the start of its window, or -1 for none
   * @param origin its file
   * @param text tells it from others
   */
  record Row(long window, String origin, String text) {}

  static Table newTable() {
    CatalogSettings settings =
        new CatalogSettings(
            Map.of("catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog"), "test");
    return TableCatalog.open(settings).ensure(new RejectedEventsTable(), Map.of());
  }

  /** Writes rows of one partition to a file that no snapshot holds. */
  static DataFile file(Table table, List<Row> rows) throws IOException {
    try (RowFile file = new RowFile(table, record(table, rows.get(0)))) {
      for (Row row : rows) {
        file.write(record(table, row));
      }
      return file.finish();
    }
  }

  /** Appends files to the table. */
  static void append(Table table, DataFile... files) {
    AppendFiles append = table.newAppend();
    for (DataFile file : files) {
      append.appendFile(file);
    }
    append.commit();
  }

  /** The rows of a file. */
  static List<Row> rows(Table table, DataFile file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = RowFile.read(table, file)) {
      records.forEach(record -> rows.add(row(record)));
    }
    return rows;
  }

  private static Record record(Table table, Row row) {
    Record record = GenericRecord.create(table.schema());
    if (row.window >= 0) {
      record.setField("window_start", Instant.ofEpochMilli(row.window).atOffset(ZoneOffset.UTC));
    }
    record.setField("reason", "malformed_json");
    record.setField("detail", "");
    record.setField("source", "archive");
    record.setField("origin", row.origin);
    record.setField("position", 0L);
    record.setField("payload", row.text);
    record.setField("payload_bytes", 1L);
    return record;
  }

  static Row row(Record record) {
    Object start = record.getField("window_start");
    return new Row(
        start == null ? -1 : ((java.time.OffsetDateTime) start).toInstant().toEpochMilli(),
        (String) record.getField("origin"),
        (String) record.getField("payload"));
  }
}
