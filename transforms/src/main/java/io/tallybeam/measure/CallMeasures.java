package io.tallybeam.measure;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.pricing.CallCost;

/** The sums and counts behind one row of operations metrics. Mutable, for the hot loop. */
public final class CallMeasures implements Measures<CallMeasures> {

  private static final int TOKENS_INPUT = 0;
  private static final int TOKENS_OUTPUT = 1;
  private static final int SUMS = 2;

  private static final int REQUESTS = 0;
  private static final int CACHE_HITS = 1;
  private static final int FAILURES = 2;
  private static final int TOKENS_INPUT_COUNT = 3;
  private static final int TOKENS_OUTPUT_COUNT = 4;
  private static final int COUNTS = 5;

  private final FlatSums sums;
  private final CostSums cost;
  private final Latency latency;

  /** No calls. */
  public CallMeasures() {
    this(new FlatSums(SUMS, COUNTS), new CostSums(), new Latency());
  }

  private CallMeasures(FlatSums sums, CostSums cost, Latency latency) {
    this.sums = sums;
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
    CallMeasures measures = new CallMeasures(new FlatSums(SUMS, COUNTS), cost, latency);
    measures.sums.count(REQUESTS, requests);
    measures.sums.count(CACHE_HITS, cacheHits);
    measures.sums.count(FAILURES, failures);
    measures.sums.add(TOKENS_INPUT, TOKENS_INPUT_COUNT, tokensInput);
    measures.sums.add(TOKENS_OUTPUT, TOKENS_OUTPUT_COUNT, tokensOutput);
    return measures;
  }

  /** Adds one call, which costs {@code callCost}. */
  public void add(Call call, CallCost callCost) {
    sums.count(REQUESTS, 1);
    sums.count(CACHE_HITS, call.cacheHit() ? 1 : 0);
    sums.count(FAILURES, call.failed() ? 1 : 0);
    addTokens(TOKENS_INPUT, TOKENS_INPUT_COUNT, call.tokensInput());
    addTokens(TOKENS_OUTPUT, TOKENS_OUTPUT_COUNT, call.tokensOutput());
    cost.add(call, callCost);
    latency.add(call.latencyMicros());
  }

  private void addTokens(int sum, int count, long tokens) {
    if (tokens != Call.ABSENT) {
      sums.add(sum, tokens);
      sums.count(count, 1);
    }
  }

  @Override
  public void merge(CallMeasures other) {
    sums.merge(other.sums);
    cost.merge(other.cost);
    latency.merge(other.latency);
  }

  /** How many calls. */
  public long requests() {
    return sums.count(REQUESTS);
  }

  /** How many of them a gateway's cache answered. */
  public long cacheHits() {
    return sums.count(CACHE_HITS);
  }

  /** How many of them did not succeed. */
  public long failures() {
    return sums.count(FAILURES);
  }

  /** Input tokens. */
  public Tally tokensInput() {
    return sums.tally(TOKENS_INPUT, TOKENS_INPUT_COUNT);
  }

  /** Output tokens. */
  public Tally tokensOutput() {
    return sums.tally(TOKENS_OUTPUT, TOKENS_OUTPUT_COUNT);
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
    sums.write(out);
    cost.write(out);
    latency.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static CallMeasures read(ByteReader in) {
    FlatSums sums = new FlatSums(SUMS, COUNTS);
    sums.read(in);
    return new CallMeasures(sums, CostSums.read(in), Latency.read(in));
  }
}
