package io.tallybeam.focus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types.NestedField;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of RFC 4180 in UTF-8, with a header.
 *
 * <p>What is null is empty: no text is.
 */
final class CsvFile implements Closeable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Writer writer;

  /** Starts the file with the names of {@code columns}. */
  CsvFile(Path path, List<NestedField> columns) throws IOException {
    writer = Files.newBufferedWriter(path, UTF_8);
    writer.write(String.join(",", columns.stream().map(NestedField::name).toList()) + "\r\n");
  }

  /** Appends a row. */
  void write(Record row) throws IOException {
    for (int i = 0; i < row.size(); i++) {
      writer.write(i == 0 ? "" : ",");
      writer.write(cell(row.get(i)));
    }
    writer.write("\r\n");
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof OffsetDateTime time) {
      return TIME.format(time);
    }
    // Small amounts have exponents otherwise.
    String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
