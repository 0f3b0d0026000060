package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.launch.Counters;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** That tests of streams would see what Beam drops, by either way that it has. */
final class DroppedByBeamTest {

  @Test
  void seesWhatAGroupDrops() {
    assertThat(droppedBy(GroupByKey.create()), is(1L));
  }

  @Test
  void seesWhatAStatefulStepDrops() {
    assertThat(droppedBy(ParDo.of(new Remember())), is(1L));
  }

  /** One call in time, and one behind its closed window. */
  private static long droppedBy(
      PTransform<? super PCollection<KV<String, Long>>, ? extends PCollection<?>> step) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(TestedStream.DIRECT.toArray(new String[0])).create());
    Instant start = Instant.ofEpochMilli(0);
    pipeline
        .apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
                .addElements(TimestampedValue.of(KV.of("tenant", 1L), start))
                .advanceWatermarkTo(start.plus(Duration.standardHours(1)))
                .addElements(TimestampedValue.of(KV.of("tenant", 2L), start))
                .advanceWatermarkToInfinity())
        .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply(step);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return TestedStream.dropped(Counters.all(result));
  }

  private static final class Remember extends DoFn<KV<String, Long>, Long> {

    @StateId("last")
    private final StateSpec<ValueState<Long>> last = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> call,
        @StateId("last") ValueState<Long> state,
        OutputReceiver<Long> output) {
      state.write(call.getValue());
      output.output(call.getValue());
    }
  }
}
