package io.tallybeam.parquet;

import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.iceberg.types.Types;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The values of a column for the rows of a page, in plain encoding, one behind the other. */
final class Page {

  private static final int FIRST_CAPACITY = 64;

  private final Types.NestedField field;
  private final ValueKind kind;
  private final ByteWriter plain = new ByteWriter(FIRST_CAPACITY);

  /** Where each value ends in {@link #plain}, if they are not equally wide. */
  private int[] ends = new int[0];

  /** Where there may be nulls: for each row 1 or, without a value, 0. */
  private int[] levels = new int[0];

  private int rows;
  private int values;

  /** Without rows. */
  Page(Types.NestedField field) {
    this.field = field;
    this.kind = ValueKind.of(field.type()).orElseThrow();
  }

  ValueKind kind() {
    return kind;
  }

  int rows() {
    return rows;
  }

  /** How many rows have a value. */
  int values() {
    return values;
  }

  /** The values; the array is good until the next one is added. */
  byte[] bytes() {
    return plain.array();
  }

  /** How many bytes the values have. */
  int size() {
    return plain.size();
  }

  /** Where a value ends in {@link #bytes}; it begins where the one before it ends. */
  int end(int value) {
    return kind.width == 0 ? ends[value] : (value + 1) * kind.width;
  }

  /**
   * Appends the value of a row, as an Iceberg record holds it.
   *
   * @throws IllegalArgumentException if the column cannot have it
   */
  void add(@Nullable Object value) {
    if (field.isOptional()) {
      if (rows == levels.length) {
        levels = Arrays.copyOf(levels, Math.max(FIRST_CAPACITY, 2 * rows));
      }
      levels[rows] = value == null ? 0 : 1;
    } else if (value == null) {
      throw new IllegalArgumentException("no value for " + field);
    }
    if (value != null) {
      if (value instanceof BigDecimal decimal) {
        check(decimal);
      }
      kind.write(value, plain);
      if (kind.width == 0) {
        if (values == ends.length) {
          ends = Arrays.copyOf(ends, Math.max(FIRST_CAPACITY, 2 * values));
        }
        ends[values] = plain.size();
      }
      values++;
    }
    rows++;
  }

  private void check(BigDecimal value) {
    Types.DecimalType type = (Types.DecimalType) field.type();
    if (value.scale() != type.scale() || value.precision() > type.precision()) {
      throw new IllegalArgumentException(value + " for " + field);
    }
  }

  /** Lets {@code statistics} know of every value. */
  void countAll(Statistics<?> statistics) {
    int from = 0;
    for (int value = 0; value < values; value++) {
      int to = end(value);
      kind.count(plain, from, to, statistics);
      from = to;
    }
  }

  /** Lets {@code statistics} know of the value in {@code bytes()[from, to)}. */
  void count(int from, int to, Statistics<?> statistics) {
    kind.count(plain, from, to, statistics);
  }

  /** The page with {@code body} for its values. */
  BytesInput withLevels(BytesInput body) throws IOException {
    if (field.isRequired()) {
      return body;
    }
    BytesInput defined = SmallNumbers.encode(levels, rows, 1);
    return BytesInput.concat(BytesInput.fromInt((int) defined.size()), defined, body);
  }

  /** Forgets the rows and keeps the memory. */
  void clear() {
    plain.reset();
    rows = 0;
    values = 0;
  }
}
