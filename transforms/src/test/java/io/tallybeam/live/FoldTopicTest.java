package io.tallybeam.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.tallybeam.cost.CostRules;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.fold.EventReader;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.hamcrest.Matcher;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** What leaves a bundle, and when. */
class FoldTopicTest {

  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final Instant EARLY = Instant.ofEpochMilli(LiveEvent.START);
  private static final Instant LATER = Instant.ofEpochMilli(LiveEvent.START + 1_000);

  private static final LiveSettings SETTINGS =
      new LiveSettings(
          new FoldSettings(
              TumblingWindow.of(WINDOW),
              TimeRange.ALWAYS,
              TimeRange.ALWAYS,
              true,
              1,
              TumblingWindow.of(WINDOW),
              "topic",
              LlmOpsFormat.INSTANCE,
              new Redaction(10_000, false),
              CostRules.REPORTED,
              BlockStore.INLINE),
          30_000,
          3_600_000);

  /** An element is a number of calls, each with a name of its own. */
  private static final class Calls implements EventReader<Integer> {
    private static final long serialVersionUID = 1;
    private int calls;

    @Override
    public Origin origin(Integer element, long position) {
      return new Origin("t/0", position);
    }

    @Override
    public void read(Integer element, Events events) throws IOException {
      events.believeUntil(Long.MAX_VALUE);
      for (int i = 0; i < element; i++) {
        String line =
            String.format(
                "{\"tenant_id\":\"%s%d\",\"provider\":\"p\",\"model\":\"m\",\"request_id\":\"%d\","
                    + "\"timestamp\":\"%s\"}",
                "t".repeat(200), calls, calls++, java.time.Instant.ofEpochMilli(LiveEvent.START));
        byte[] bytes = line.getBytes(UTF_8);
        events.event(bytes, 0, bytes.length, i);
      }
    }
  }

  private static final class Bundle {
    final FoldTopic.Fold<Integer> fold = new FoldTopic.Fold<>(new Calls(), SETTINGS);
    final List<Long> inTheMiddle = new ArrayList<>();
    final List<Long> atTheEnd = new ArrayList<>();
    final List<Instant> stamps = new ArrayList<>();

    Bundle() {
      fold.setUp();
    }

    void process(int calls, Instant timestamp) throws IOException {
      fold.process(calls, timestamp, new Receiver(inTheMiddle, stamps));
    }

    @SuppressWarnings("NonCanonicalType")
    void finish() throws IOException {
      fold.finish(
          fold.new FinishBundleContext() {
            @Override
            public PipelineOptions getPipelineOptions() {
              return PipelineOptionsFactory.create();
            }

            @Override
            public void output(
                KV<GroupKey, byte[]> parcel, Instant timestamp, BoundedWindow window) {
              output(FoldTopic.PARCELS, parcel, timestamp, window);
            }

            @Override
            public <T> void output(
                TupleTag<T> tag, T parcel, Instant timestamp, BoundedWindow window) {
              assertThat(tag, is(FoldTopic.PARCELS));
              assertThat(window, is(GlobalWindow.INSTANCE));
              atTheEnd.add(callsOf(parcel));
              stamps.add(timestamp);
            }
          });
    }
  }

  private record Receiver(List<Long> calls, List<Instant> stamps)
      implements DoFn.MultiOutputReceiver {
    @Override
    public <T> DoFn.OutputReceiver<T> get(TupleTag<T> tag) {
      assertThat(tag, is(FoldTopic.PARCELS));
      return new DoFn.OutputReceiver<>() {
        @Override
        public OutputBuilder<T> builder(T value) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void outputWithTimestamp(T parcel, Instant timestamp) {
          calls.add(callsOf(parcel));
          stamps.add(timestamp);
        }
      };
    }

    @Override
    public <T> DoFn.OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
      throw new UnsupportedOperationException();
    }
  }

  private static long callsOf(Object parcel) {
    try {
      return Parcel.of((byte[]) ((KV<?, ?>) parcel).getValue()).counts().read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void callsOfABundleAreInOneParcelOfTheirWindow() throws IOException {
    Bundle bundle = new Bundle();
    bundle.process(2, LATER);
    bundle.process(3, EARLY);
    assertThat(bundle.inTheMiddle, is(empty()));
    bundle.finish();
    assertThat(bundle.atTheEnd, is(List.of(5L)));
    assertThat("behind no watermark", bundle.stamps, is(List.of(EARLY)));

    bundle.process(1, LATER);
    bundle.finish();
    assertThat(bundle.atTheEnd, is(List.of(5L, 1L)));
    assertThat("its own", bundle.stamps, is(List.of(EARLY, LATER)));

    bundle.finish();
    assertThat("a bundle without calls", bundle.atTheEnd.size(), is(2));
  }

  /** However long a runner takes to end it. */
  @Test
  void aLargeBundleLeavesBeforeItsEnd() throws IOException {
    Bundle bundle = new Bundle();
    int calls = 1_000;
    int elements = 3 * ParcelPacker.MAX_BYTES / (calls * 200);
    for (int i = 0; i < elements; i++) {
      bundle.process(calls, i == 0 ? EARLY : LATER);
      assertThat((i + 1L) * calls * 200 - sum(bundle.inTheMiddle) * 200, is(below()));
    }
    assertThat(bundle.inTheMiddle.size(), is(greaterThan(1)));
    bundle.finish();
    assertThat("behind no watermark", Set.copyOf(bundle.stamps), is(Set.of(EARLY)));
    assertThat(sum(bundle.inTheMiddle) + sum(bundle.atTheEnd), is((long) elements * calls));
  }

  private static Matcher<Long> below() {
    return lessThan((long) ParcelPacker.MAX_BYTES);
  }

  private static long sum(List<Long> calls) {
    return calls.stream().mapToLong(count -> count).sum();
  }
}
