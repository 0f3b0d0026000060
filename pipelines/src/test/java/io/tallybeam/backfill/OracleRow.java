package io.tallybeam.backfill;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One row of a table of operations from all of its calls, as a map like those of TableRows. */
public final class OracleRow {

  private static final String SKETCH = "latency_sketch";

  private OracleRow() {}

  /** The row of {@code priced} calls, all of one tenant, provider, model and period. */
  static Map<String, Object> of(Instant start, Instant end, List<OracleCosts.Priced> priced) {
    List<OracleCall> calls = priced.stream().map(OracleCosts.Priced::call).toList();
    Map<String, Object> row = new TreeMap<>();
    row.put("window_start", start);
    row.put("window_end", end);
    row.put("tenant_id", calls.get(0).tenant());
    row.put("provider", calls.get(0).provider());
    row.put("model", calls.get(0).model());
    long hits = calls.stream().filter(OracleCall::cacheHit).count();
    long failed = calls.stream().filter(OracleCall::failed).count();
    row.put("total_requests", (long) calls.size());
    row.put("cache_hits", hits);
    row.put("failed_requests", failed);
    row.put("cache_hit_rate", (double) hits / calls.size());
    row.put("error_rate", (double) failed / calls.size());
    tokens(row, "input", given(calls, OracleCall::tokensInput));
    tokens(row, "output", given(calls, OracleCall::tokensOutput));
    OracleCosts.put(row, priced);
    latencies(row, given(calls, OracleCall::latency));
    row.put("revision", 0);
    return row;
  }

  private static <T extends Comparable<T>> List<T> given(
      List<OracleCall> calls, Function<OracleCall, Optional<T>> number) {
    return calls.stream().map(number).flatMap(Optional::stream).sorted().toList();
  }

  private static BigDecimal sum(List<BigDecimal> numbers) {
    return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static void tokens(Map<String, Object> row, String kind, List<Long> tokens) {
    long sum = tokens.stream().mapToLong(Long::longValue).sum();
    row.put("tokens_" + kind + "_sum", sum);
    row.put("tokens_" + kind + "_count", (long) tokens.size());
    if (!tokens.isEmpty()) {
      row.put("avg_tokens_" + kind, (double) sum / tokens.size());
    }
  }

  private static void latencies(Map<String, Object> row, List<BigDecimal> ascending) {
    int count = ascending.size();
    BigDecimal sum = sum(ascending).setScale(3);
    row.put("latency_ms_sum", sum);
    row.put("latency_ms_count", (long) count);
    if (count > 0) {
      row.put("avg_latency_ms", sum.doubleValue() / count);
      row.put("min_latency_ms", ascending.get(0).doubleValue());
      row.put("max_latency_ms", ascending.get(count - 1).doubleValue());
      IndexMapping bins = new CubicallyInterpolatedMapping(0.01);
      for (int percent : new int[] {50, 95, 99}) {
        double exact = ascending.get(percent * (count - 1) / 100).doubleValue();
        row.put("p" + percent + "_latency_ms", exact == 0 ? 0.0 : bins.value(bins.index(exact)));
      }
      row.put(SKETCH, sketch(bins, ascending));
    }
  }

  private static String sketch(IndexMapping mapping, List<BigDecimal> latencies) {
    Map<Integer, Double> bins = new TreeMap<>();
    double zeros = 0;
    for (BigDecimal latency : latencies) {
      if (latency.signum() == 0) {
        zeros++;
      } else {
        bins.merge(mapping.index(latency.doubleValue()), 1.0, Double::sum);
      }
    }
    return zeros + " at zero " + bins;
  }

  /** The row with its sketch as its bins in words, as the oracle has it, decoded by the library. */
  public static Map<String, Object> withReadableSketch(Map<String, Object> row) {
    Map<String, Object> readable = new TreeMap<>(row);
    readable.computeIfPresent(SKETCH, (column, hex) -> readable((String) hex));
    return readable;
  }

  private static String readable(String hex) {
    DDSketch sketch = decode(hex);
    if (!sketch.getIndexMapping().equals(new CubicallyInterpolatedMapping(0.01))
        || !sketch.getNegativeValueStore().isEmpty()) {
      return "another kind of sketch";
    }
    Map<Integer, Double> bins = new TreeMap<>();
    Iterator<Bin> ascending = sketch.getPositiveValueStore().getAscendingIterator();
    ascending.forEachRemaining(bin -> bins.put(bin.getIndex(), bin.getCount()));
    double inBins = bins.values().stream().mapToDouble(Double::doubleValue).sum();
    return (sketch.getCount() - inBins) + " at zero " + bins;
  }

  /** The sketch in a cell, by the library. */
  static DDSketch decode(String hex) {
    try {
      return DDSketch.decode(
          ByteArrayInput.wrap(HexFormat.of().parseHex(hex)), UnboundedSizeDenseStore::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
