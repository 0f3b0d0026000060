package io.tallybeam.focus;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.apache.iceberg.data.Record;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the cells of rows of our tables. */
final class Cells {

  private static final BigDecimal NONE = BigDecimal.valueOf(0, FocusSchema.SCALE);

  private Cells() {}

  /** An amount; zero where there is none. */
  static BigDecimal usd(Record row, String column) {
    BigDecimal usd = (BigDecimal) row.getField(column);
    return usd == null ? NONE : usd;
  }

  static long count(Record row, String column) {
    return (Long) row.getField(column);
  }

  static String text(Record row, String column) {
    return (String) row.getField(column);
  }

  /** A name that FOCUS wants in every row: some events have empty ones. */
  static String name(Record row, String column) {
    String name = text(row, column);
    return name.isBlank() ? "unknown" : name;
  }

  /** What the row's calls were sent to. */
  static String model(Record row) {
    return name(row, "provider") + "/" + name(row, "model");
  }

  static @Nullable String textOrNull(Record row, String column) {
    return (String) row.getField(column);
  }

  static OffsetDateTime time(Record row, String column) {
    return (OffsetDateTime) row.getField(column);
  }
}
