package io.tallybeam.table;

import io.tallybeam.measure.CallMeasures;
import io.tallybeam.measure.CostSums;
import io.tallybeam.measure.Latency;
import io.tallybeam.measure.LatencyBins;
import io.tallybeam.measure.Tally;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.iceberg.data.Record;

/** The measures of a row of {@link OperationsTable}: columns 5 and up, there and back. */
final class OperationsRow {

  private static final int TOTAL = 9;
  private static final int COSTS = 28;
  private static final int MILLIS_SCALE = 3;
  private static final double MICROS_PER_MILLI = 1000;

  private OperationsRow() {}

  static void fill(CallMeasures measures, Record row) {
    double requests = measures.requests();
    CostSums cost = measures.cost();
    Latency latency = measures.latency();
    Tally latencies = latency.tally();
    boolean timed = latencies.count() > 0;
    double[] quantiles = timed ? latency.bins().quantilesMillis(0.5, 0.95, 0.99) : new double[3];
    row.set(5, measures.cacheHits() / requests);
    row.set(6, average(measures.tokensInput(), 0));
    row.set(7, average(measures.tokensOutput(), 0));
    row.set(8, measures.requests());
    row.set(TOTAL, CostColumns.total(cost));
    row.set(10, average(latencies, MILLIS_SCALE));
    row.set(11, measures.failures() / requests);
    row.set(12, measures.cacheHits());
    row.set(13, measures.failures());
    row.set(14, measures.tokensInput().sum(0).longValueExact());
    row.set(15, measures.tokensInput().count());
    row.set(16, measures.tokensOutput().sum(0).longValueExact());
    row.set(17, measures.tokensOutput().count());
    row.set(18, cost.known());
    row.set(19, latencies.sum(MILLIS_SCALE));
    row.set(20, latencies.count());
    row.set(21, timed ? (Double) (latency.minMicros() / MICROS_PER_MILLI) : null);
    row.set(22, timed ? (Double) (latency.maxMicros() / MICROS_PER_MILLI) : null);
    row.set(23, timed ? (Double) quantiles[0] : null);
    row.set(24, timed ? (Double) quantiles[1] : null);
    row.set(25, timed ? (Double) quantiles[2] : null);
    row.set(26, timed ? ByteBuffer.wrap(latency.bins().toSketch()) : null);
    row.set(27, 0);
    CostColumns.fill(cost, row, COSTS);
  }

  /** One division, at the end, of the exact sum: null where there is nothing to average. */
  private static Double average(Tally tally, int scale) {
    return tally.count() == 0 ? null : tally.sum(scale).doubleValue() / tally.count();
  }

  static CallMeasures read(Record row) {
    Tally latencies = Tally.of((BigDecimal) row.get(19), MILLIS_SCALE, (Long) row.get(20));
    Latency latency =
        latencies.count() == 0
            ? Latency.of(latencies, 0, 0, new LatencyBins())
            : Latency.of(latencies, micros(row.get(21)), micros(row.get(22)), bins(row.get(26)));
    return CallMeasures.of(
        (Long) row.get(8),
        (Long) row.get(12),
        (Long) row.get(13),
        Tally.of(BigDecimal.valueOf((Long) row.get(14)), 0, (Long) row.get(15)),
        Tally.of(BigDecimal.valueOf((Long) row.get(16)), 0, (Long) row.get(17)),
        CostColumns.read(row, TOTAL, COSTS),
        latency);
  }

  /** Exact: a double holds a whole number of microseconds of 31 days and its thousandth. */
  private static long micros(Object millis) {
    return Math.round((Double) millis * MICROS_PER_MILLI);
  }

  private static LatencyBins bins(Object sketch) {
    ByteBuffer buffer = ((ByteBuffer) sketch).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return LatencyBins.ofSketch(bytes);
  }
}
