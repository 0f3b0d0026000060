package io.tallybeam.dataflow;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.util.construction.PTransformMatchers;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Gives steps with {@code @RequiresStableInput} an input that is stable, which Dataflow does not
 * see to itself: what went through a shuffle is the same whenever it is processed again.
 *
 * <p>Beam has this for Dataflow, switched off (apache/beam#19082). The graph itself stays without:
 * Flink makes input stable with its checkpoints.
 */
final class StableInput {

  private StableInput() {}

  /** What is to be replaced in a pipeline before it is run. */
  static List<PTransformOverride> overrides() {
    return List.of(
        PTransformOverride.of(
            PTransformMatchers.requiresStableInputParDoSingle(), new Factory<Object, Object>()));
  }

  private static final class Factory<InT, OutT>
      implements PTransformOverrideFactory<
          PCollection<InT>, PCollection<OutT>, ParDo.SingleOutput<InT, OutT>> {

    @Override
    public PTransformReplacement<PCollection<InT>, PCollection<OutT>> getReplacementTransform(
        AppliedPTransform<PCollection<InT>, PCollection<OutT>, ParDo.SingleOutput<InT, OutT>>
            step) {
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(step), new Shuffled<>(step.getTransform()));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<OutT> newOutput) {
      return ReplacementOutputs.singleton(outputs, newOutput);
    }
  }

  /** A step behind a shuffle. Steps with state keep their keys. */
  private static final class Shuffled<InT, OutT>
      extends PTransform<PCollection<InT>, PCollection<OutT>> {

    private static final long serialVersionUID = 1;

    private final ParDo.SingleOutput<InT, OutT> step;

    Shuffled(ParDo.SingleOutput<InT, OutT> step) {
      this.step = step;
    }

    @Override
    public PCollection<OutT> expand(PCollection<InT> input) {
      return input.apply("StableInput", shuffle(input)).apply("Step", step);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> PTransform<PCollection<T>, PCollection<T>> shuffle(PCollection<T> input) {
      return input.getCoder() instanceof KvCoder
          ? (PTransform) Reshuffle.of()
          : Reshuffle.viaRandomKey();
    }
  }
}
