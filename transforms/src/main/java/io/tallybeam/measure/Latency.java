package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;

/** The latencies of the calls that give one: sum, extremes and bins, in microseconds. Mutable. */
public final class Latency {

  private final Tally tally;
  private final LatencyBins bins;
  private long min;
  private long max;

  Latency() {
    this(new Tally(), Long.MAX_VALUE, 0, new LatencyBins());
  }

  private Latency(Tally tally, long min, long max, LatencyBins bins) {
    this.tally = tally;
    this.min = min;
    this.max = max;
    this.bins = bins;
  }

  /** Latencies of the given sum, count and extremes; none where {@code tally} counts none. */
  public static Latency of(Tally tally, long minMicros, long maxMicros, LatencyBins bins) {
    return tally.count() == 0 ? new Latency() : new Latency(tally, minMicros, maxMicros, bins);
  }

  void add(long micros) {
    if (micros != Call.ABSENT) {
      tally.add(micros);
      bins.add(micros);
      min = Math.min(min, micros);
      max = Math.max(max, micros);
    }
  }

  void merge(Latency other) {
    tally.merge(other.tally);
    bins.merge(other.bins);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** Sum in microseconds, and count. */
  public Tally tally() {
    return tally;
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
    tally.write(out);
    if (tally.count() > 0) {
      out.writeVarLong(min);
      out.writeVarLong(max);
      bins.write(out);
    }
  }

  static Latency read(ByteReader in) {
    Tally tally = Tally.read(in);
    return tally.count() == 0
        ? new Latency()
        : new Latency(tally, in.readVarLong(), in.readVarLong(), LatencyBins.read(in));
  }
}
