package io.tallybeam.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Files;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what Iceberg's own writer writes: the rows, and what is known of them. */
final class RowAppenderTest {

  private static final MetricsConfig BOUNDS = MetricsConfig.getDefault();

  /** Pages and dictionaries that end within a few rows, and row groups after some hundred. */
  private static final Map<String, String> SMALL =
      Map.of(
          TableProperties.PARQUET_PAGE_ROW_LIMIT, "37",
          TableProperties.PARQUET_PAGE_SIZE_BYTES, "700",
          TableProperties.PARQUET_DICT_SIZE_BYTES, "300",
          TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, "20000");

  @TempDir Path folder;

  static Stream<Map<String, String>> properties() {
    return Stream.of(
        Map.of(),
        SMALL,
        Map.of(
            TableProperties.PARQUET_COMPRESSION,
            "zstd",
            TableProperties.PARQUET_COMPRESSION_LEVEL,
            "19"),
        Map.of(TableProperties.PARQUET_COMPRESSION, "gzip"),
        Map.of(TableProperties.PARQUET_COMPRESSION, "uncompressed"));
  }

  private Path write(List<Record> rows, Map<String, String> properties) throws IOException {
    Path file = folder.resolve(rows.size() + "-" + properties.hashCode() + ".parquet");
    try (RowAppender appender = appender(properties, file)) {
      rows.forEach(appender::add);
    }
    return file;
  }

  private static RowAppender appender(Map<String, String> properties, Path file) {
    return new RowAppender(RandomRows.SCHEMA, properties, BOUNDS, Files.localOutput(file.toFile()));
  }

  private static List<Record> read(Path file, Expression filter) throws IOException {
    try (CloseableIterable<Record> records =
        Parquet.read(Files.localInput(file.toFile()))
            .project(RandomRows.SCHEMA)
            .filter(filter)
            .createReaderFunc(type -> GenericParquetReaders.buildReader(RandomRows.SCHEMA, type))
            .build()) {
      List<Record> rows = new ArrayList<>();
      records.forEach(rows::add);
      return rows;
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void rowsAreReadAsTheyWere(Map<String, String> properties) throws IOException {
    for (int count : new int[] {1, 36, 37, 38, 5_000}) {
      List<Record> rows = new RandomRows(count).rows(count);
      assertThat(read(write(rows, properties), Expressions.alwaysTrue()), is(rows));
    }
  }

  @ParameterizedTest
  @MethodSource("properties")
  void boundsAndCountsAreThoseOfIcebergsWriter(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(7).rows(3_000);
    FileAppender<Record> theirs =
        Parquet.write(Files.localOutput(folder.resolve("theirs.parquet").toFile()))
            .schema(RandomRows.SCHEMA)
            .setAll(properties)
            .metricsConfig(BOUNDS)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    RowAppender ours = appender(properties, folder.resolve("ours.parquet"));
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

  /** By statistics and dictionaries of row groups. */
  @ParameterizedTest
  @MethodSource("properties")
  void icebergsFiltersFindEveryRow(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(3).rows(2_000);
    Path file = write(rows, properties);
    for (String column : List.of("few_longs", "many_longs", "sorted_text", "few_texts", "money")) {
      for (int i = 0; i < rows.size(); i += 199) {
        Object wanted = rows.get(i).getField(column);
        List<Record> found =
            read(file, Expressions.equal(column, wanted)).stream()
                .filter(row -> row.getField(column).equals(wanted))
                .toList();
        assertThat(
            found, is(rows.stream().filter(row -> row.getField(column).equals(wanted)).toList()));
      }
    }
  }

  /** By the indexes of pages. */
  @ParameterizedTest
  @MethodSource("properties")
  void parquetsFiltersFindEveryRow(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(4).rows(2_000);
    Path file = write(rows, properties);
    for (int i = 0; i < rows.size(); i += 199) {
      Record row = rows.get(i);
      Long number = (Long) row.getField("many_longs");
      assertThat(
          pages(file, FilterApi.eq(FilterApi.longColumn("many_longs"), number)),
          is(numbers(rows, "many_longs", number)));
      String text = (String) row.getField("sorted_text");
      assertThat(
          pages(file, FilterApi.eq(FilterApi.binaryColumn("sorted_text"), Binary.fromString(text))),
          is(numbers(rows, "sorted_text", text)));
    }
    assertThat(
        pages(file, FilterApi.eq(FilterApi.longColumn("some_longs"), null)),
        is(
            rows.stream()
                .filter(row -> row.getField("some_longs") == null)
                .map(RowAppenderTest::number)
                .toList()));
  }

  private static Long number(Record row) {
    return (Long) row.getField("row");
  }

  private static List<Long> numbers(List<Record> rows, String column, Object wanted) {
    return rows.stream()
        .filter(row -> row.getField(column).equals(wanted))
        .map(RowAppenderTest::number)
        .toList();
  }

  private static List<Long> pages(Path file, FilterPredicate filter) throws IOException {
    List<Long> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        new GroupReader(new LocalInputFile(file)).withFilter(FilterCompat.get(filter)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.getLong("row", 0));
      }
    }
    return rows;
  }

  private static final class GroupReader extends ParquetReader.Builder<Group> {

    GroupReader(LocalInputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** With indexes of pages, and a dictionary where values repeat and only there. */
  @Test
  void filtersHaveWhatTheyPruneBy() throws IOException {
    Path file = write(new RandomRows(6).rows(3_000), SMALL);
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      assertThat(reader.getRowGroups(), hasSize(greaterThan(5)));
      for (BlockMetaData group : reader.getRowGroups()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          if (column.getPath().toDotString().equals("some_doubles")) {
            // Parquet keeps no index of what is no number.
            continue;
          }
          assertThat(
              reader.readOffsetIndex(column).getPageCount(),
              is(reader.readColumnIndex(column).getMinValues().size()));
        }
      }
    }
    assertThat(pages(file, FilterApi.gt(FilterApi.longColumn("row"), 5_000L)), is(List.of()));
    assertThat(read(file, Expressions.equal("few_longs", 5L)), is(List.of()));

    Path large = write(new RandomRows(6).rows(3_000), Map.of());
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(large))) {
      for (ColumnChunkMetaData column : reader.getRowGroups().get(0).getColumns()) {
        String name = column.getPath().toDotString();
        assertThat(
            name,
            ParquetUtil.hasNonDictionaryPages(column),
            is(Set.of("row", "many_longs", "no_longs", "some_bytes").contains(name)));
      }
    }
  }

  @Test
  void groupsEndAtTheirSizeAndTellWhereTheyBegin() throws IOException {
    RowAppender appender = appender(SMALL, folder.resolve("groups.parquet"));
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
    long ours = write(rows, plain).toFile().length();
    assertThat((double) ours, is(lessThan(1.02 * theirs.toFile().length())));
  }

  @Test
  void aFileWithoutRowsIsRead() throws IOException {
    assertThat(read(write(List.of(), Map.of()), Expressions.alwaysTrue()), is(List.of()));
  }

  @Test
  void aTextMayBeLargerThanAPage() throws IOException {
    List<Record> rows = new RandomRows(8).rows(3);
    rows.get(1).setField("few_texts", "x".repeat(2 << 20));
    assertThat(read(write(rows, Map.of()), Expressions.alwaysTrue()), is(rows));
  }

  /** The page between has no value, and the dictionary stays one of the whole column. */
  @Test
  void nullsBetweenNumberedPages() throws IOException {
    List<Record> rows = new RandomRows(8).rows(37 * 3);
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).setField("late_longs", i / 37 == 1 ? null : (Object) 5L);
    }
    Path file = write(rows, SMALL);
    assertThat(read(file, Expressions.alwaysTrue()), is(rows));
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      ColumnChunkMetaData column =
          reader.getRowGroups().get(0).getColumns().stream()
              .filter(chunk -> chunk.getPath().toDotString().equals("late_longs"))
              .findFirst()
              .orElseThrow();
      assertThat(ParquetUtil.hasNonDictionaryPages(column), is(false));
    }
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
    try (RowAppender appender = appender(Map.of(), file)) {
      var error = assertThrows(IllegalArgumentException.class, () -> appender.add(row));
      assertThat(error.getMessage(), containsString(column));
    }
    assertThat("no half of a row", java.nio.file.Files.exists(file), is(false));
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path file = write(List.of(), Map.of());
    RowAppender again = appender(Map.of(), file);
    assertThrows(AlreadyExistsException.class, again::close);
    again.close();
  }

  @Test
  void saysWhichTypeNoTableHas() {
    for (Type type :
        List.of(
            Types.BooleanType.get(),
            Types.TimestampType.withoutZone(),
            Types.DecimalType.of(18, 2))) {
      Schema schema = new Schema(Types.NestedField.required(1, "other", type));
      var error =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new RowAppender(
                      schema,
                      Map.of(),
                      BOUNDS,
                      Files.localOutput(folder.resolve("none.parquet").toFile())));
      assertThat(error.getMessage(), containsString(type.toString()));
    }
  }
}
