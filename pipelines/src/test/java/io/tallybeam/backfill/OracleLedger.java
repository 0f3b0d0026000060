package io.tallybeam.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts by window, and one for the events of no window. */
final class OracleLedger {

  private static final List<String> COUNTS =
      List.of(
          "read",
          "aggregated",
          "duplicates",
          "conflicting_duplicates",
          "rejected",
          "outside_range",
          "late");

  private final Duration windowSize;
  private final Map<Optional<Instant>, Map<String, Long>> counts = new HashMap<>();

  OracleLedger(Duration windowSize) {
    this.windowSize = windowSize;
  }

  void count(Optional<Instant> window, String... columns) {
    Map<String, Long> row = counts.computeIfAbsent(window, w -> new HashMap<>());
    Arrays.stream(columns).forEach(column -> row.merge(column, 1L, Long::sum));
  }

  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    counts.forEach(
        (window, own) -> {
          Map<String, Object> row = new TreeMap<>();
          COUNTS.forEach(column -> row.put(column, own.getOrDefault(column, 0L)));
          row.put("source", "archive");
          window.ifPresent(start -> row.put("window_start", start));
          window.ifPresent(start -> row.put("window_end", start.plus(windowSize)));
          rows.add(row);
        });
    return rows;
  }

  /** The sum of a column. */
  long total(String column) {
    return counts.values().stream().mapToLong(own -> own.getOrDefault(column, 0L)).sum();
  }
}
