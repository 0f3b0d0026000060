package io.tallybeam.micro;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import io.tallybeam.event.Call;
import io.tallybeam.measure.LatencyBins;
import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The latencies of a row: filled, merged and asked, beside DDSketch of sketches-java. */
public class SketchLatencies extends Part {

  private static final double[] RANKS = {0.5, 0.95, 0.99};

  /** How many calls a row has. */
  @Param({"1", "30", "1000"})
  public int calls;

  private long[] micros;
  private LatencyBins bins;
  private DDSketch sketch;

  /** Takes the latencies of generated events, and compares the quantiles of both. */
  @Setup
  public void read() throws IOException {
    micros =
        Arrays.stream(GeneratedLines.calls()).limit(calls).mapToLong(Call::latencyMicros).toArray();
    bins = binsFill();
    sketch = ddSketchFill();
    if (!Arrays.equals(binsQuantiles(), ddSketchQuantiles())) {
      throw new IllegalStateException("other quantiles than DDSketch");
    }
  }

  /** Ours, filled. */
  @Benchmark
  public LatencyBins binsFill() {
    LatencyBins filled = new LatencyBins();
    for (long latency : micros) {
      filled.add(latency);
    }
    return filled;
  }

  /** DDSketch, filled. */
  @Benchmark
  public DDSketch ddSketchFill() {
    DDSketch filled = empty();
    for (long latency : micros) {
      filled.accept(latency / 1000.0);
    }
    return filled;
  }

  /** Ours, two merged. */
  @Benchmark
  public LatencyBins binsMerge() {
    LatencyBins merged = new LatencyBins();
    merged.merge(bins);
    merged.merge(bins);
    return merged;
  }

  /** DDSketch, two merged. */
  @Benchmark
  public DDSketch ddSketchMerge() {
    DDSketch merged = empty();
    merged.mergeWith(sketch);
    merged.mergeWith(sketch);
    return merged;
  }

  /** Ours, asked. */
  @Benchmark
  public double[] binsQuantiles() {
    return bins.quantilesMillis(RANKS);
  }

  /** DDSketch, asked. */
  @Benchmark
  public double[] ddSketchQuantiles() {
    return sketch.getValuesAtQuantiles(RANKS);
  }

  private static DDSketch empty() {
    return new DDSketch(
        new CubicallyInterpolatedMapping(LatencyBins.RELATIVE_ACCURACY),
        UnboundedSizeDenseStore::new);
  }
}
