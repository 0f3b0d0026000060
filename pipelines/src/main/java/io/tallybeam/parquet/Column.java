package io.tallybeam.parquet;

import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.iceberg.DoubleFieldMetrics;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.types.Types;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of a file. The values of a page are kept as they come, and encoded when it is full: by a
 * dictionary as long as that is smaller, or else plainly.
 */
final class Column {

  private static final int FIRST_CAPACITY = 64;

  private final ValueKind kind;
  private final PrimitiveType type;
  private final boolean optional;
  private final PageLimits limits;
  private final DoubleFieldMetrics.@Nullable Builder doubles;

  private final ByteWriter plain = new ByteWriter(FIRST_CAPACITY);

  /** Where each value ends in {@link #plain}, if they are not equally wide. */
  private int[] ends = new int[0];

  /** For each row 1 or, where it has no value, 0. */
  private int[] levels = new int[0];

  /** The number of each value of a page in the dictionary. */
  private int[] numbers = new int[0];

  private int rows;
  private int values;

  /** Of the file. */
  private long nulls;

  private @Nullable PageWriter pages;
  private ValueDictionary dictionary;

  /** How many values of the dictionary the pages so far refer to. */
  private int known;

  /** Whether the dictionary was given up, as values repeat too little. */
  private boolean repeating = true;

  /** Of the row group, from 1. */
  private int page;

  Column(Types.NestedField field, PrimitiveType type, PageLimits limits) {
    this.kind = ValueKind.of(field.type());
    this.type = type;
    this.optional = field.isOptional();
    this.limits = limits;
    this.doubles =
        kind == ValueKind.DOUBLE ? new DoubleFieldMetrics.Builder(field.fieldId()) : null;
    this.dictionary = new ValueDictionary(limits.dictionaryBytes());
  }

  /** Begins a row group, of which {@code into} takes the pages. */
  void startGroup(PageWriter into) {
    pages = into;
    dictionary = new ValueDictionary(limits.dictionaryBytes());
    known = 0;
    repeating = true;
    page = 0;
  }

  /** Appends the value of a row, as an Iceberg record holds it. */
  void add(@Nullable Object value) throws IOException {
    if (optional) {
      if (rows == levels.length) {
        levels = Arrays.copyOf(levels, Math.max(FIRST_CAPACITY, 2 * rows));
      }
      levels[rows] = value == null ? 0 : 1;
    }
    rows++;
    if (value != null) {
      kind.write(value, plain);
      if (kind.width == 0) {
        if (values == ends.length) {
          ends = Arrays.copyOf(ends, Math.max(FIRST_CAPACITY, 2 * values));
        }
        ends[values] = plain.size();
      }
      values++;
      if (doubles != null) {
        doubles.addValue((Double) value);
      }
    }
    if (rows == limits.rows() || plain.size() >= limits.bytes()) {
      endPage();
    }
  }

  private int end(int value) {
    return kind.width == 0 ? ends[value] : (value + 1) * kind.width;
  }

  private void endPage() throws IOException {
    page++;
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.incrementNumNulls(rows - values);
    nulls += rows - values;
    repeating = repeating && isWorthNumbers(statistics);
    boolean numbered = repeating && values > 0;
    BytesInput body = numbered ? numbers() : plain(statistics);
    if (optional) {
      BytesInput defined = SmallNumbers.encode(levels, rows, 1);
      body = BytesInput.concat(BytesInput.fromInt((int) defined.size()), defined, body);
    }
    Encoding encoding = numbered ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
    writer().writePage(body, rows, rows, statistics, Encoding.RLE, Encoding.RLE, encoding);
    plain.reset();
    rows = 0;
    values = 0;
  }

  /** Numbers the values, as long as they find room in the dictionary and are smaller so. */
  private boolean isWorthNumbers(Statistics<?> statistics) {
    if (numbers.length < values) {
      numbers = new int[Math.max(values, 2 * numbers.length)];
    }
    byte[] bytes = plain.array();
    int before = 0;
    int from = 0;
    for (int value = 0; value < values; value++) {
      int to = end(value);
      if (value > 0 && ValueDictionary.equal(bytes, before, from, bytes, from, to)) {
        numbers[value] = numbers[value - 1];
      } else {
        int number = dictionary.find(bytes, from, to);
        if (number == ValueDictionary.FULL) {
          return false;
        }
        if (dictionary.isFirstIn(page, number)) {
          kind.count(plain, from, to, statistics);
        }
        numbers[value] = number;
      }
      before = from;
      from = to;
    }
    int smaller = dictionary.bytes(dictionary.size()) + bits() * values / Byte.SIZE;
    if (known == 0 && values > 0 && smaller >= plain.size()) {
      return false;
    }
    known = dictionary.size();
    return true;
  }

  /** How many bits a number takes. */
  private int bits() {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(dictionary.size() - 1));
  }

  private BytesInput numbers() throws IOException {
    byte[] width = {(byte) bits()};
    return BytesInput.concat(BytesInput.from(width), SmallNumbers.encode(numbers, values, bits()));
  }

  private BytesInput plain(Statistics<?> statistics) {
    int from = 0;
    for (int value = 0; value < values; value++) {
      int to = end(value);
      kind.count(plain, from, to, statistics);
      from = to;
    }
    return BytesInput.from(plain.array(), 0, plain.size());
  }

  private PageWriter writer() {
    if (pages == null) {
      throw new IllegalStateException("no row group");
    }
    return pages;
  }

  /** Ends the row group. */
  void endGroup() throws IOException {
    if (rows > 0) {
      endPage();
    }
    if (known > 0) {
      BytesInput distinct = BytesInput.from(dictionary.plain(), 0, dictionary.bytes(known));
      writer().writeDictionaryPage(new DictionaryPage(distinct, known, Encoding.PLAIN));
    }
    pages = null;
  }

  /** About how many bytes the row group has so far. */
  long bytes() {
    return writer().getMemSize() + plain.size();
  }

  /** What Parquet's statistics do not tell: how many values are no numbers. */
  Optional<FieldMetrics<?>> metrics() {
    if (doubles == null) {
      return Optional.empty();
    }
    DoubleFieldMetrics some = doubles.build();
    return Optional.of(
        new FieldMetrics<>(
            some.id(),
            some.valueCount() + nulls,
            nulls,
            some.nanValueCount(),
            some.lowerBound(),
            some.upperBound()));
  }
}
