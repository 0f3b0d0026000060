package io.tallybeam.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.parquet.ParquetUtil;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reads by statistics, dictionaries and indexes misses no row, and has them to read by. */
final class PrunedReadTest {

  @TempDir Path folder;

  /** By statistics and dictionaries of row groups. */
  @ParameterizedTest
  @MethodSource("io.tallybeam.parquet.RandomFiles#properties")
  void icebergsFiltersFindEveryRow(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(3).rows(2_000);
    Path file = RandomFiles.write(folder, rows, properties);
    for (String column : List.of("few_longs", "many_longs", "sorted_text", "few_texts", "money")) {
      for (int i = 0; i < rows.size(); i += 199) {
        Object wanted = rows.get(i).getField(column);
        List<Record> found =
            RandomFiles.read(file, Expressions.equal(column, wanted)).stream()
                .filter(row -> row.getField(column).equals(wanted))
                .toList();
        assertThat(
            found, is(rows.stream().filter(row -> row.getField(column).equals(wanted)).toList()));
      }
    }
  }

  /** By the indexes of pages. */
  @ParameterizedTest
  @MethodSource("io.tallybeam.parquet.RandomFiles#properties")
  void parquetsFiltersFindEveryRow(Map<String, String> properties) throws IOException {
    List<Record> rows = new RandomRows(4).rows(2_000);
    Path file = RandomFiles.write(folder, rows, properties);
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
                .map(PrunedReadTest::number)
                .toList()));
  }

  private static Long number(Record row) {
    return (Long) row.getField("row");
  }

  private static List<Long> numbers(List<Record> rows, String column, Object wanted) {
    return rows.stream()
        .filter(row -> row.getField(column).equals(wanted))
        .map(PrunedReadTest::number)
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
    Path file = RandomFiles.write(folder, new RandomRows(6).rows(3_000), RandomFiles.SMALL);
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
    assertThat(RandomFiles.read(file, Expressions.equal("few_longs", 5L)), is(List.of()));

    Path large = RandomFiles.write(folder, new RandomRows(6).rows(3_000), Map.of());
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

  /** The page between has no value, and the dictionary stays one of the whole column. */
  @Test
  void nullsBetweenNumberedPages() throws IOException {
    List<Record> rows = new RandomRows(8).rows(37 * 3);
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).setField("late_longs", i / 37 == 1 ? null : (Object) 5L);
    }
    Path file = RandomFiles.write(folder, rows, RandomFiles.SMALL);
    assertThat(RandomFiles.read(file, Expressions.alwaysTrue()), is(rows));
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      ColumnChunkMetaData column =
          reader.getRowGroups().get(0).getColumns().stream()
              .filter(chunk -> chunk.getPath().toDotString().equals("late_longs"))
              .findFirst()
              .orElseThrow();
      assertThat(ParquetUtil.hasNonDictionaryPages(column), is(false));
    }
  }
}
