package io.tallybeam.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The rows of a run in a file of text, sorted: the key, then its measures. */
final class Answer {

  private static final List<String> COLUMNS =
      List.of(
          "tenant_id",
          "provider",
          "model",
          "total_requests",
          "cache_hit_rate",
          "error_rate",
          "avg_tokens_input",
          "avg_tokens_output",
          "avg_latency_ms",
          "total_cost_usd");

  private Answer() {}

  /** Writes every row of a table. */
  static void write(MetricsTable table, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (CloseableIterable<Record> rows = table.rows()) {
      for (Record row : rows) {
        lines.add(line(row));
      }
    }
    lines.sort(null);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private static String line(Record row) {
    StringBuilder line = new StringBuilder();
    line.append(time(row.getField("window_start")))
        .append('\t')
        .append(time(row.getField("window_end")));
    for (String column : COLUMNS) {
      line.append('\t').append(row.getField(column));
    }
    return line.toString();
  }

  /** A time with or without a zone, which is UTC. */
  private static String time(Object time) {
    LocalDateTime utc =
        time instanceof OffsetDateTime zoned
            ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
            : (LocalDateTime) time;
    return utc.toString();
  }
}
