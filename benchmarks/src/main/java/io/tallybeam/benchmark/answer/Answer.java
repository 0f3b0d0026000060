package io.tallybeam.benchmark.answer;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The rows of a run in a file of text, sorted: the key, then its measures, with tabs between them.
 * The columns are {@code window_start}, {@code window_end} and {@link #COLUMNS}.
 */
public final class Answer {

  /** The columns behind the times, in their order. */
  public static final List<String> COLUMNS =
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

  private static final int CALLS = 5;

  private Answer() {}

  /** Writes every row of a table. */
  public static void write(MetricsTable table, Path file) throws IOException {
    try (CloseableIterable<Record> rows = table.rows();
        BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Record row : rows) {
        out.write(line(row));
        out.write('\n');
      }
    }
    sort(file);
  }

  /** Sorts the lines of a file by their bytes; there may be more of them than fit into memory. */
  public static void sort(Path file) throws IOException {
    ProcessBuilder sort =
        new ProcessBuilder("sort", "-S", "256M", "-o", file.toString(), file.toString());
    sort.environment().put("LC_ALL", "C");
    sort.redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(new File("/dev/null"));
    try {
      if (sort.start().waitFor() != 0) {
        throw new IOException("cannot sort " + file);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** How many calls the rows count in all. */
  public static long calls(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.mapToLong(line -> Long.parseLong(line.split("\t", -1)[CALLS])).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
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
