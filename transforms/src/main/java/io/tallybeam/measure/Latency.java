package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;

/** The latencies of the calls that give one: sum, extremes and bins, in microseconds. Mutable. */
public final class Latency {

  private final WideSum sum = new WideSum();
  private final LatencyBins bins;
  private long count;
  private long min;
  private long max;

  Latency() {
    this(Long.MAX_VALUE, 0, new LatencyBins());
  }

  private Latency(long min, long max, LatencyBins bins) {
    this.min = min;
    this.max = max;
    this.bins = bins;
  }

  /** Latencies of the given sum, count and extremes; none where {@code tally} counts none. */
  public static Latency of(Tally tally, long minMicros, long maxMicros, LatencyBins bins) {
    if (tally.count() == 0) {
      return new Latency();
    }
    Latency latency = new Latency(minMicros, maxMicros, bins);
    latency.sum.add(tally.high(), tally.low());
    latency.count = tally.count();
    return latency;
  }

  void add(long micros) {
    if (micros != Call.ABSENT) {
      sum.add(micros);
      count++;
      bins.add(micros);
      min = Math.min(min, micros);
      max = Math.max(max, micros);
    }
  }

  void merge(Latency other) {
    sum.add(other.sum);
    count += other.count;
    bins.merge(other.bins);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** Sum in microseconds, and count. */
  public Tally tally() {
    return new Tally(sum.high(), sum.low(), count);
  }

  /** The shortest, in microseconds. Without meaning where there is none. */
  public long minMicros() {
    return min;
  }

  /** The longest, in microseconds. Without meaning where there is none. */
  public long maxMicros() {
    return max;
  }

  /** The bins. */
  public LatencyBins bins() {
    return bins;
  }

  void write(ByteWriter out) {
    out.writeVarLong(count);
    if (count > 0) {
      sum.write(out);
      out.writeVarLong(min);
      out.writeVarLong(max);
      bins.write(out);
    }
  }

  static Latency read(ByteReader in) {
    long count = in.readVarLong();
    if (count == 0) {
      return new Latency();
    }
    WideSum sum = WideSum.read(in);
    Tally tally = new Tally(sum.high(), sum.low(), count);
    return of(tally, in.readVarLong(), in.readVarLong(), LatencyBins.read(in));
  }
}
