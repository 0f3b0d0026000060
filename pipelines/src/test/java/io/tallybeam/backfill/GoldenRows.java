package io.tallybeam.backfill;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a golden, with cells as those of {@link TableRows}. No cell of them has quotes. */
final class GoldenRows {

  private GoldenRows() {}

  static List<Map<String, Object>> of(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] columns = lines.get(0).split(",", -1);
    return lines.stream().skip(1).map(line -> row(columns, line.split(",", -1))).toList();
  }

  private static Map<String, Object> row(String[] columns, String[] cells) {
    Map<String, Object> row = new TreeMap<>();
    for (int i = 0; i < columns.length; i++) {
      // Names may be empty; other empty cells are null.
      boolean name = columns[i].equals("provider") || columns[i].equals("model");
      if (!cells[i].isEmpty() || name) {
        row.put(columns[i], cell(columns[i], cells[i]));
      }
    }
    return row;
  }

  private static Object cell(String column, String text) {
    return switch (column) {
      case "window_start", "event_time" -> Instant.parse(text);
      case "tenant_id", "provider", "model", "origin", "reason" -> text;
      case "total_cost_usd", "latency_ms_sum" -> new BigDecimal(text);
      case "min_latency_ms",
          "max_latency_ms",
          "p50_latency_ms",
          "p95_latency_ms",
          "p99_latency_ms" ->
          Double.valueOf(text);
      default -> Long.valueOf(text);
    };
  }
}
