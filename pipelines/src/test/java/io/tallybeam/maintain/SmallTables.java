package io.tallybeam.maintain;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.catalog.CommittedRows;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.sink.RowFile;
import io.tallybeam.table.WindowTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Tables of random rows in many small files, and plans to maintain them. */
final class SmallTables {

  static final Instant DAY = Instant.parse("2024-02-29T00:00:00Z");
  static final Duration WINDOW = Duration.ofMinutes(15);

  /** Long after {@link #DAY}, and before these tests. */
  static final Instant SETTLED = Instant.parse("2024-06-01T00:00:00Z");

  private SmallTables() {}

  static CatalogSettings settings(Path warehouse) {
    return CatalogSettings.embedded(warehouse.toString(), CommittedRows.NAMESPACE);
  }

  static Table make(TableCatalog catalog, WindowTable<?> table) {
    return catalog.ensure(table, Map.of("tallybeam.window", WINDOW.toString()));
  }

  /** A plan that takes nothing but small files. */
  static MaintainPlan merging(CatalogSettings settings, Path spill) {
    return new MaintainPlan(
        settings,
        List.of(),
        "run",
        SETTLED.toEpochMilli(),
        128L << 20,
        0,
        0,
        false,
        false,
        false,
        spill.toString());
  }

  static MaintainPlan withTarget(MaintainPlan plan, long bytes) {
    return new MaintainPlan(
        plan.catalog(),
        plan.tables(),
        plan.runId(),
        plan.settledBefore(),
        bytes,
        plan.expireBefore(),
        plan.orphansBefore(),
        plan.force(),
        plan.dryRun(),
        plan.rollUps(),
        plan.spillFolder());
  }

  static MaintainPlan withSettledBefore(MaintainPlan plan, Instant time) {
    return new MaintainPlan(
        plan.catalog(),
        plan.tables(),
        plan.runId(),
        time.toEpochMilli(),
        plan.targetBytes(),
        plan.expireBefore(),
        plan.orphansBefore(),
        plan.force(),
        plan.dryRun(),
        plan.rollUps(),
        plan.spillFolder());
  }

  static MaintainPlan withExpiredBefore(MaintainPlan plan, long time) {
    return new MaintainPlan(
        plan.catalog(),
        plan.tables(),
        plan.runId(),
        plan.settledBefore(),
        plan.targetBytes(),
        time,
        plan.orphansBefore(),
        plan.force(),
        plan.dryRun(),
        plan.rollUps(),
        plan.spillFolder());
  }

  /** A random row of a window. */
  static Record row(Table table, Random random, Instant window) {
    Record row = GenericRecord.create(table.schema());
    for (Types.NestedField field : table.schema().columns()) {
      row.setField(
          field.name(),
          field.isOptional() && random.nextInt(4) == 0 ? null : cell(field.type(), random));
    }
    row.setField(WindowTable.WINDOW_START, time(window));
    if (table.schema().findField("window_end") != null) {
      row.setField("window_end", time(window.plus(WINDOW)));
    }
    return row;
  }

  private static Object cell(Type type, Random random) {
    return switch (type.typeId()) {
      // Some whose order in UTF-16 is not that of their bytes.
      case STRING ->
          List.of("a", "b", "\uff21", "😀", "").get(random.nextInt(5)) + random.nextInt(40);
      case LONG -> (long) random.nextInt(1_000);
      case INTEGER -> random.nextInt(3);
      case DOUBLE -> random.nextDouble();
      case TIMESTAMP -> time(DAY.plusMillis(random.nextInt(86_400_000)));
      case BINARY -> ByteBuffer.wrap(new byte[] {(byte) random.nextInt(), 7});
      case DECIMAL ->
          new BigDecimal(new BigInteger(90, random), ((Types.DecimalType) type).scale());
      default -> throw new IllegalArgumentException("no cell of " + type);
    };
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** A sorted file of rows of one day, not yet in the table. */
  static DataFile file(Table table, List<Record> rows) throws IOException {
    List<Record> sorted = new ArrayList<>(rows);
    sorted.sort(order(table));
    try (RowFile file = new RowFile(table, sorted.get(0))) {
      sorted.forEach(file::write);
      return file.finish();
    }
  }

  /** The same file, which says of itself that it is not sorted. */
  static DataFile unsorted(Table table, List<Record> rows) throws IOException {
    try (RowFile file = new RowFile(table, rows.get(0))) {
      rows.forEach(file::write);
      DataFile written = file.finish();
      return DataFiles.builder(table.spec())
          .copy(written)
          .withSortOrder(SortOrder.unsorted())
          .build();
    }
  }

  static void append(Table table, List<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }

  /** Appends a file of random rows for each of some windows of a day, one commit. */
  static void appendWindows(Table table, Random random, Instant day, int windows)
      throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      List<Record> rows = new ArrayList<>();
      for (int n = 1 + random.nextInt(20); n > 0; n--) {
        rows.add(row(table, random, day.plus(WINDOW.multipliedBy(i % 96))));
      }
      files.add(file(table, rows));
    }
    append(table, files);
  }

  static Comparator<Record> order(Table table) {
    Comparator<StructLike> order =
        SortOrderComparators.forSchema(table.schema(), table.sortOrder());
    Types.StructType struct = table.schema().asStruct();
    return (one, other) ->
        order.compare(
            new InternalRecordWrapper(struct).wrap(one),
            new InternalRecordWrapper(struct).wrap(other));
  }

  /** The rows of each file, by its location. */
  static List<List<Record>> rowsOfFiles(Table table) throws IOException {
    table.refresh();
    List<List<Record>> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> read = RowFile.read(table, task)) {
          read.forEach(rows::add);
        }
        files.add(rows);
      }
    }
    return files;
  }
}
