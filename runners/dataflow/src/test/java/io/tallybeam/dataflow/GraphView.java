package io.tallybeam.dataflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;

/** Questions about a portable graph. */
final class GraphView {

  private final RunnerApi.Components components;
  private final RehydratedComponents coders;

  GraphView(RunnerApi.Pipeline graph) {
    this.components = graph.getComponents();
    this.coders = RehydratedComponents.forComponents(components);
  }

  /** All steps and the composites around them, by name. */
  Map<String, PTransform> transforms() {
    Map<String, PTransform> byName = new TreeMap<>();
    components.getTransformsMap().values().stream()
        .filter(transform -> !transform.getUniqueName().isEmpty())
        .forEach(transform -> byName.put(transform.getUniqueName(), transform));
    return byName;
  }

  /** The steps that call a DoFn. */
  Map<String, ParDoPayload> parDos() {
    Map<String, ParDoPayload> parDos = new LinkedHashMap<>();
    transforms()
        .forEach(
            (name, transform) -> {
              if (isA(transform, PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
                parDos.put(name, payload(transform));
              }
            });
    return parDos;
  }

  private static ParDoPayload payload(PTransform transform) {
    try {
      return ParDoPayload.parseFrom(transform.getSpec().getPayload());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the main input of a step comes out of a shuffle. */
  boolean isBehindShuffle(String name) {
    String input = mainInput(transforms().get(name));
    return transforms().values().stream()
        .filter(transform -> transform.getOutputsMap().containsValue(input))
        .anyMatch(
            transform ->
                isA(transform, PTransformTranslation.RESHUFFLE_URN)
                    || isA(transform, PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN));
  }

  private static String mainInput(PTransform transform) {
    Map<String, String> inputs = new TreeMap<>(transform.getInputsMap());
    if (isA(transform, PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
      inputs.keySet().removeAll(payload(transform).getSideInputsMap().keySet());
    }
    if (inputs.size() != 1) {
      throw new AssertionError(transform.getUniqueName() + " has no single main input");
    }
    return inputs.values().iterator().next();
  }

  /** The coders of keys that the service groups or keeps state by, by step. */
  Map<String, Coder<?>> keyCoders() {
    Map<String, Coder<?>> keys = new TreeMap<>();
    transforms()
        .forEach(
            (name, transform) -> {
              boolean groups = isA(transform, PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN);
              if (groups || hasState(transform)) {
                KvCoder<?, ?> coder = (KvCoder<?, ?>) coderOf(mainInput(transform));
                keys.put(name, coder.getKeyCoder());
              }
            });
    return keys;
  }

  private static boolean hasState(PTransform transform) {
    return isA(transform, PTransformTranslation.PAR_DO_TRANSFORM_URN)
        && payload(transform).getStateSpecsCount() > 0;
  }

  private static boolean isA(PTransform transform, String urn) {
    return transform.getSpec().getUrn().equals(urn);
  }

  private Coder<?> coderOf(String collection) {
    return coder(components.getPcollectionsOrThrow(collection).getCoderId());
  }

  private Coder<?> coder(String id) {
    try {
      return coders.getCoder(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the elements between steps, states and timers are written as: a line each. */
  List<String> encodings() {
    List<String> lines = new ArrayList<>();
    transforms()
        .forEach(
            (name, transform) -> {
              if (transform.getSubtransformsCount() > 0) {
                return;
              }
              new TreeMap<>(transform.getOutputsMap())
                  .values()
                  .forEach(output -> lines.add(name + " -> " + text(coderOf(output))));
              if (isA(transform, PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
                ParDoPayload parDo = payload(transform);
                new TreeMap<>(parDo.getStateSpecsMap())
                    .forEach((id, state) -> lines.add(name + " state " + id + ": " + text(state)));
                new TreeMap<>(parDo.getTimerFamilySpecsMap())
                    .forEach(
                        (id, timer) ->
                            lines.add(name + " timer " + id + ": " + timer.getTimeDomain()));
              }
            });
    return lines;
  }

  private String text(RunnerApi.StateSpec state) {
    return switch (state.getSpecCase()) {
      case READ_MODIFY_WRITE_SPEC ->
          "value of " + text(coder(state.getReadModifyWriteSpec().getCoderId()));
      case BAG_SPEC -> "bag of " + text(coder(state.getBagSpec().getElementCoderId()));
      case MAP_SPEC ->
          String.format(
              "map of %s to %s",
              text(coder(state.getMapSpec().getKeyCoderId())),
              text(coder(state.getMapSpec().getValueCoderId())));
      default -> throw new AssertionError("a state of another kind: " + state);
    };
  }

  private static String text(Coder<?> coder) {
    String name = coder.getClass().getSimpleName();
    if (coder instanceof SerializableCoder<?> java) {
      return name + "(" + java.getEncodedTypeDescriptor().getRawType().getName() + ")";
    }
    List<? extends Coder<?>> parts = coder.getCoderArguments();
    return parts.isEmpty()
        ? name
        : name + parts.stream().map(GraphView::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
