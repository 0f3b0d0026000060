package io.tallybeam.benchmark.peer;

/** A row's sums. */
final class BareSums {

  private long calls;
  private long hits;
  private long failures;
  private long input;
  private long inputs;
  private long output;
  private long outputs;
  private long latency;
  private long latencies;
  private double cost;

  void add(BareCall call) {
    calls++;
    hits += call.hit ? 1 : 0;
    failures += call.failed ? 1 : 0;
    if (call.input >= 0) {
      input += call.input;
      inputs++;
    }
    if (call.output >= 0) {
      output += call.output;
      outputs++;
    }
    if (call.latency >= 0) {
      latency += call.latency;
      latencies++;
    }
    cost += call.cost;
  }

  /** The measures of a row of an answer. */
  @Override
  public String toString() {
    return calls
        + "\t"
        + (double) hits / calls
        + "\t"
        + (double) failures / calls
        + "\t"
        + (double) input / inputs
        + "\t"
        + (double) output / outputs
        + "\t"
        + (double) latency / latencies
        + "\t"
        + cost;
  }
}
