package io.tallybeam.rollup;

import io.tallybeam.window.TimeRanges;
import java.util.List;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Of the commits of a stream lets one through an interval, when anything was committed: a roll-up
 * finds by itself what has changed since it was refreshed last.
 */
public final class Pace extends PTransform<PCollection<TimeRanges>, PCollection<TimeRanges>> {

  private static final long serialVersionUID = 1;

  private final Duration interval;

  private Pace(Duration interval) {
    this.interval = interval;
  }

  /** One an {@code interval}. */
  public static Pace of(Duration interval) {
    return new Pace(interval);
  }

  @Override
  public PCollection<TimeRanges> expand(PCollection<TimeRanges> committed) {
    return committed
        .apply(
            "OneKey", WithKeys.<Integer, TimeRanges>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(TimeRanges.class)))
        .apply("Wait", ParDo.of(new Wait(interval)))
        .setCoder(SerializableCoder.of(TimeRanges.class));
  }

  private static final class Wait extends DoFn<KV<Integer, TimeRanges>, TimeRanges> {

    private static final long serialVersionUID = 1;

    private static final String WAITING = "waiting";
    private static final String DUE = "due";

    private final Duration interval;

    @StateId(WAITING)
    private final StateSpec<ValueState<Boolean>> waitingSpec = StateSpecs.value(BooleanCoder.of());

    @TimerId(DUE)
    private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    Wait(Duration interval) {
      this.interval = interval;
    }

    @ProcessElement
    public void process(@StateId(WAITING) ValueState<Boolean> waiting, @TimerId(DUE) Timer due) {
      if (waiting.read() == null) {
        waiting.write(true);
        due.offset(interval).setRelative();
      }
    }

    @OnTimer(DUE)
    public void due(@StateId(WAITING) ValueState<Boolean> waiting, OutputReceiver<TimeRanges> out) {
      waiting.clear();
      out.output(TimeRanges.of(List.of()));
    }
  }
}
