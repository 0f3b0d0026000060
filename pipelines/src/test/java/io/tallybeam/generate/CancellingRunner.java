package io.tallybeam.generate;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** Cancels every pipeline before it has done anything. */
public final class CancellingRunner extends PipelineRunner<PipelineResult> {

  /** Found by its name. */
  public static CancellingRunner fromOptions(PipelineOptions options) {
    return new CancellingRunner();
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    return new Cancelled();
  }

  private static final class Cancelled implements PipelineResult {

    @Override
    public State getState() {
      return State.CANCELLED;
    }

    @Override
    public State cancel() {
      return State.CANCELLED;
    }

    @Override
    public State waitUntilFinish(Duration most) {
      return State.CANCELLED;
    }

    @Override
    public State waitUntilFinish() {
      return State.CANCELLED;
    }

    @Override
    public MetricResults metrics() {
      throw new UnsupportedOperationException();
    }
  }
}
