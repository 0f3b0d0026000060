package io.tallybeam.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The columns of a schema, numbered in the order in which they are added. */
final class Columns {

  /** USD: exact, to 1e-12. */
  static final Type USD = Types.DecimalType.of(38, 12);

  /** Milliseconds: exact, to a microsecond. */
  static final Type EXACT_MILLIS = Types.DecimalType.of(38, 3);

  static final Type TIME = Types.TimestampType.withZone();
  static final Type TEXT = Types.StringType.get();
  static final Type COUNT = Types.LongType.get();
  static final Type NUMBER = Types.DoubleType.get();

  private final List<Types.NestedField> fields = new ArrayList<>();

  Columns required(String name, Type type, String doc) {
    fields.add(Types.NestedField.required(fields.size() + 1, name, type, doc));
    return this;
  }

  Columns optional(String name, Type type, String doc) {
    fields.add(Types.NestedField.optional(fields.size() + 1, name, type, doc));
    return this;
  }

  Schema schema() {
    return new Schema(fields);
  }

  /** A time as rows hold it. */
  static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** A time of a row, in milliseconds. */
  static long millis(Object time) {
    return ((OffsetDateTime) time).toInstant().toEpochMilli();
  }
}
