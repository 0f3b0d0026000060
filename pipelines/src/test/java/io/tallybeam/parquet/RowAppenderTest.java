package io.tallybeam.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.EncryptedTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Files;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what Iceberg's own writer writes: the rows, and what is known of them. */
final class RowAppenderTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.tallybeam.parquet.RandomFiles#properties")
  void rowsAreReadAsTheyWere(Map<String, String> properties) throws IOException {
    for (int count : new int[] {1, 36, 37, 38, 5_000}) {
      List<Record> rows = new RandomRows(count).rows(count);
      assertThat(
          RandomFiles.read(RandomFiles.write(folder, rows, properties), Expressions.alwaysTrue()),
          is(rows));
    }
  }

  @ParameterizedTest
  @MethodSource("io.tallybeam.parquet.RandomFiles#properties")
  void boundsAndCountsAreThoseOfIcebergsWriter(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(7).rows(3_000);
    FileAppender<Record> theirs =
        Parquet.write(Files.localOutput(folder.resolve("theirs.parquet").toFile()))
            .schema(RandomRows.SCHEMA)
            .setAll(properties)
            .metricsConfig(RandomFiles.BOUNDS)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    RowAppender ours = RandomFiles.appender(properties, folder.resolve("ours.parquet"));
    try (theirs;
        ours) {
      theirs.addAll(rows);
      ours.addAll(rows);
    }
    Metrics metrics = ours.metrics();
    Metrics expected = theirs.metrics();
    assertThat(metrics.recordCount(), is(expected.recordCount()));
    assertThat(metrics.valueCounts(), is(expected.valueCounts()));
    assertThat(metrics.nullValueCounts(), is(expected.nullValueCounts()));
    assertThat(metrics.nanValueCounts(), is(expected.nanValueCounts()));
    assertThat(metrics.lowerBounds(), is(expected.lowerBounds()));
    assertThat(metrics.upperBounds(), is(expected.upperBounds()));
    assertThat(metrics.columnSizes().keySet(), is(expected.columnSizes().keySet()));
    assertThat(ours.length(), is(folder.resolve("ours.parquet").toFile().length()));
  }

  @Test
  void groupsEndAtTheirSizeAndTellWhereTheyBegin() throws IOException {
    RowAppender appender =
        RandomFiles.appender(RandomFiles.SMALL, folder.resolve("groups.parquet"));
    long before = 0;
    try (appender) {
      for (Record row : new RandomRows(9).rows(3_000)) {
        appender.add(row);
        // Plain values become smaller where a page ends.
        assertThat((double) appender.length(), is(greaterThan(0.5 * before)));
        before = Math.max(before, appender.length());
      }
    }
    List<Long> offsets = appender.splitOffsets();
    assertThat(offsets, hasSize(greaterThan(5)));
    assertThat(offsets.get(0), is(4L));
    for (int i = 1; i < offsets.size(); i++) {
      assertThat(offsets.get(i) - offsets.get(i - 1), is(lessThan(40_000L)));
    }
  }

  @Test
  void fileIsNoLargerThanIcebergs() throws IOException {
    List<Record> rows = new RandomRows(5).rows(20_000);
    Map<String, String> plain = Map.of(TableProperties.PARQUET_COMPRESSION, "uncompressed");
    Path theirs = folder.resolve("theirs.parquet");
    try (FileAppender<Record> appender =
        Parquet.write(Files.localOutput(theirs.toFile()))
            .schema(RandomRows.SCHEMA)
            .setAll(plain)
            .createWriterFunc(GenericParquetWriter::create)
            .build()) {
      appender.addAll(rows);
    }
    long ours = RandomFiles.write(folder, rows, plain).toFile().length();
    assertThat((double) ours, is(lessThan(1.02 * theirs.toFile().length())));
  }

  @Test
  void aFileWithoutRowsIsRead() throws IOException {
    assertThat(
        RandomFiles.read(RandomFiles.write(folder, List.of(), Map.of()), Expressions.alwaysTrue()),
        is(List.of()));
  }

  @Test
  void aTextMayBeLargerThanAPage() throws IOException {
    List<Record> rows = new RandomRows(8).rows(3);
    rows.get(1).setField("few_texts", "x".repeat(2 << 20));
    assertThat(
        RandomFiles.read(RandomFiles.write(folder, rows, Map.of()), Expressions.alwaysTrue()),
        is(rows));
  }

  static Stream<Arguments> valuesThatAColumnCannotHave() {
    return Stream.of(
        Arguments.of("few_longs", null),
        Arguments.of("money", null),
        Arguments.of("money", new BigDecimal("1.5")),
        Arguments.of("money", new BigDecimal(BigInteger.TEN.pow(38), 12)));
  }

  @ParameterizedTest
  @MethodSource("valuesThatAColumnCannotHave")
  void refusesWhatAColumnCannotHave(String column, @Nullable Object value) throws IOException {
    Record row = new RandomRows(1).rows(1).get(0);
    row.setField(column, value);
    Path file = folder.resolve("refused.parquet");
    try (RowAppender appender = RandomFiles.appender(Map.of(), file)) {
      var error = assertThrows(IllegalArgumentException.class, () -> appender.add(row));
      assertThat(error.getMessage(), containsString(column));
    }
    assertThat("no half of a row", java.nio.file.Files.exists(file), is(false));
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path file = RandomFiles.write(folder, List.of(), Map.of());
    RowAppender again = RandomFiles.appender(Map.of(), file);
    assertThrows(AlreadyExistsException.class, again::close);
    again.close();
  }

  /** Another engine may add one behind ours. */
  @Test
  void columnsOfOtherTypesAreWrittenByIceberg() throws IOException {
    Schema schema =
        new Schema(
            Types.NestedField.required(1, "ours", Types.StringType.get()),
            Types.NestedField.optional(2, "flag", Types.BooleanType.get()),
            Types.NestedField.optional(3, "local", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(4, "short", Types.DecimalType.of(18, 2)),
            Types.NestedField.optional(
                5, "list", Types.ListType.ofRequired(6, Types.StringType.get())));
    try (InMemoryCatalog catalog = new InMemoryCatalog()) {
      catalog.initialize("memory", Map.of());
      catalog.createNamespace(Namespace.of("a"));
      Table table = catalog.createTable(TableIdentifier.of("a", "others"), schema);
      Record row = GenericRecord.create(schema);
      row.setField("ours", "x");
      row.setField("flag", true);
      row.setField("list", List.of("one", "two"));
      OutputFile file = table.io().newOutputFile(table.location() + "/others.parquet");
      DataWriter<Record> writer =
          RowAppender.open(table, EncryptedFiles.plainAsEncryptedOutput(file), null, Map.of());
      try (writer) {
        writer.write(row);
      }
      table.newAppend().appendFile(writer.toDataFile()).commit();
      try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
        assertThat(rows, contains(row));
      }
    }
  }

  @Test
  void takesNoRowBehindOneThatFailed() throws IOException {
    List<Record> rows = new RandomRows(1).rows(2);
    rows.get(0).setField("money", null);
    try (RowAppender appender = RandomFiles.appender(Map.of(), folder.resolve("failed.parquet"))) {
      assertThrows(IllegalArgumentException.class, () -> appender.add(rows.get(0)));
      assertThrows(IllegalStateException.class, () -> appender.add(rows.get(1)));
    }
  }

  @Test
  void refusesATableThatParquetEncrypts() throws IOException {
    try (InMemoryCatalog catalog = new InMemoryCatalog()) {
      catalog.initialize("memory", Map.of());
      catalog.createNamespace(Namespace.of("a"));
      Table table = catalog.createTable(TableIdentifier.of("a", "secrets"), RandomRows.SCHEMA);
      OutputFile file = Files.localOutput(folder.resolve("encrypted.parquet").toFile());
      EncryptedOutputFile encrypted = EncryptedTable.of(table).encryption().encrypt(file);
      var error =
          assertThrows(
              IllegalArgumentException.class,
              () -> RowAppender.open(table, encrypted, null, Map.of()));
      assertThat(error.getMessage(), containsString("a.secrets is encrypted"));
    }
  }

  /** As storage that takes a file when it is closed. */
  @Test
  void nobodyGetsAFileThatCouldNotBeFinished() throws IOException {
    try (InMemoryCatalog catalog = new InMemoryCatalog()) {
      catalog.initialize("memory", Map.of());
      catalog.createNamespace(Namespace.of("a"));
      Table table = catalog.createTable(TableIdentifier.of("a", "rows"), RandomRows.SCHEMA);
      OutputFile file = new FailsOnClose(Files.localOutput(folder.resolve("lost").toFile()));
      DataWriter<Record> writer =
          RowAppender.open(table, EncryptedFiles.plainAsEncryptedOutput(file), null, Map.of());
      new RandomRows(1).rows(3).forEach(writer::write);

      assertThrows(IOException.class, writer::close);

      assertThrows(IllegalStateException.class, writer::close);
      assertThrows(IllegalStateException.class, writer::toDataFile);
    }
  }

  private record FailsOnClose(OutputFile file) implements OutputFile {

    @Override
    public PositionOutputStream create() {
      PositionOutputStream stream = file.create();
      return new PositionOutputStream() {
        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void write(int b) throws IOException {
          stream.write(b);
        }

        @Override
        public void close() throws IOException {
          stream.close();
          throw new IOException("the test lost it");
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return create();
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public InputFile toInputFile() {
      return file.toInputFile();
    }
  }
}
