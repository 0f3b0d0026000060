package io.tallybeam.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentOrderTest {

  private static final Map<String, Queue<String>> TAKEN = new ConcurrentHashMap<>();
  private static final int COUNT = 30;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void takesEachOnceAndInOrder(long seed) {
    List<String> elements = new ArrayList<>();
    List<String> inOrder = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      elements.add((i == 0 ? SentOrder.NONE : "id-" + (i - 1)) + ",id-" + i);
      inOrder.add("id-" + i);
    }
    Collections.shuffle(elements, new Random(seed));
    TestStream.Builder<KV<Integer, byte[]>> stream =
        TestStream.create(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    for (String element : elements) {
      stream = stream.addElements(KV.of(0, element.getBytes(UTF_8)));
    }
    String run = UUID.randomUUID().toString();
    TAKEN.put(run, new ConcurrentLinkedQueue<>());
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(stream.advanceWatermarkToInfinity()).apply("Take", ParDo.of(new Take(run)));
    pipeline.run().waitUntilFinish();
    assertThat(List.copyOf(TAKEN.remove(run)), is(inOrder));
  }

  private static final class Take extends DoFn<KV<Integer, byte[]>, Void> {

    private static final long serialVersionUID = 1;

    private final String run;

    @StateId("waiting")
    private final StateSpec<MapState<String, byte[]>> waitingSpec =
        StateSpecs.map(StringUtf8Coder.of(), ByteArrayCoder.of());

    @StateId("last")
    private final StateSpec<ValueState<String>> lastSpec = StateSpecs.value(StringUtf8Coder.of());

    Take(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, byte[]> element,
        @StateId("waiting") MapState<String, byte[]> waiting,
        @StateId("last") ValueState<String> last)
        throws IOException {
      SentOrder.take(
          text(element.getValue())[0],
          element.getValue(),
          waiting,
          last,
          bytes -> {
            TAKEN.get(run).add(text(bytes)[1]);
            return text(bytes)[1];
          });
    }

    private static String[] text(byte[] bytes) {
      return new String(bytes, UTF_8).split(",", -1);
    }
  }
}
