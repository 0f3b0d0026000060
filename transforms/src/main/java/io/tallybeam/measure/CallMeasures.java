package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;

/** The sums and counts behind one row of operations metrics. Mutable, for the hot loop. */
public final class CallMeasures implements Measures<CallMeasures> {

  private long requests;
  private long cacheHits;
  private long failures;
  private final Tally tokensInput;
  private final Tally tokensOutput;
  private final CostSums cost;
  private final Latency latency;

  /** No calls. */
  public CallMeasures() {
    this(new Tally(), new Tally(), new CostSums(), new Latency());
  }

  private CallMeasures(Tally tokensInput, Tally tokensOutput, CostSums cost, Latency latency) {
    this.tokensInput = tokensInput;
    this.tokensOutput = tokensOutput;
    this.cost = cost;
    this.latency = latency;
  }

  /** Measures with the given counts. */
  public static CallMeasures of(
      long requests,
      long cacheHits,
      long failures,
      Tally tokensInput,
      Tally tokensOutput,
      CostSums cost,
      Latency latency) {
    CallMeasures measures = new CallMeasures(tokensInput, tokensOutput, cost, latency);
    measures.requests = requests;
    measures.cacheHits = cacheHits;
    measures.failures = failures;
    return measures;
  }

  /** Adds one call, which costs {@code callCost}. */
  public void add(Call call, CallCost callCost) {
    requests++;
    if (call.cacheHit()) {
      cacheHits++;
    }
    if (call.failed()) {
      failures++;
    }
    tokensInput.add(call.tokensInput());
    tokensOutput.add(call.tokensOutput());
    cost.add(call, callCost);
    latency.add(call.latencyMicros());
  }

  @Override
  public void merge(CallMeasures other) {
    requests += other.requests;
    cacheHits += other.cacheHits;
    failures += other.failures;
    tokensInput.merge(other.tokensInput);
    tokensOutput.merge(other.tokensOutput);
    cost.merge(other.cost);
    latency.merge(other.latency);
  }

  /** How many calls. */
  public long requests() {
    return requests;
  }

  /** How many of them a gateway's cache answered. */
  public long cacheHits() {
    return cacheHits;
  }

  /** How many of them did not succeed. */
  public long failures() {
    return failures;
  }

  /** Input tokens. */
  public Tally tokensInput() {
    return tokensInput;
  }

  /** Output tokens. */
  public Tally tokensOutput() {
    return tokensOutput;
  }

  /** What they cost. */
  public CostSums cost() {
    return cost;
  }

  /** Latency in microseconds. */
  public Latency latency() {
    return latency;
  }

  @Override
  public void write(ByteWriter out) {
    out.writeVarLong(requests);
    out.writeVarLong(cacheHits);
    out.writeVarLong(failures);
    tokensInput.write(out);
    tokensOutput.write(out);
    cost.write(out);
    latency.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static CallMeasures read(ByteReader in) {
    long requests = in.readVarLong();
    long cacheHits = in.readVarLong();
    long failures = in.readVarLong();
    return of(
        requests,
        cacheHits,
        failures,
        Tally.read(in),
        Tally.read(in),
        CostSums.read(in),
        Latency.read(in));
  }
}
