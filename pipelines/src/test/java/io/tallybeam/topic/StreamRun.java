package io.tallybeam.topic;

import io.tallybeam.launch.Counters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/** A pipeline that reads a topic and says what it sees: records, and timers at given times. */
final class StreamRun implements AutoCloseable {

  private static final Map<String, Queue<Seen>> SEEN = new ConcurrentHashMap<>();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What came out, in order. */
  sealed interface Seen permits Value, Fired, Block {}

  /** A record of a block. */
  record Value(int partition, long offset, String value) implements Seen {}

  /** The watermark passed this time. */
  record Fired(long millis) implements Seen {}

  /** A block of so many bytes came, before its records. */
  record Block(int partition, long timestamp, int bytes) implements Seen {}

  private final String id = UUID.randomUUID().toString();
  private final PipelineResult result;

  /**
   * Starts it.
   *
   * @param timers event times at which a timer of every partition that has a record fires
   */
  StreamRun(PipelineOptions options, ReadTopic read, List<Long> timers) {
    SEEN.put(id, new ConcurrentLinkedQueue<>());
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", read)
        .apply("Key", WithKeys.<Long, byte[]>of(1L).withKeyType(TypeDescriptors.longs()))
        .setCoder(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()))
        .apply("Watch", ParDo.of(new Watch(id, timers)));
    result = pipeline.run();
  }

  /** Waits until what was seen is as wished. */
  List<Seen> await(Predicate<List<Seen>> wish) throws InterruptedException {
    return await(wish, Duration.ofMillis(100));
  }

  /** Waits, and looks that often. */
  List<Seen> await(Predicate<List<Seen>> wish, Duration step) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      List<Seen> seen = List.copyOf(SEEN.get(id));
      if (wish.test(seen)) {
        return seen;
      }
      PipelineResult.State state = result.getState();
      if (state.isTerminal()) {
        throw new AssertionError("the pipeline ended: " + state);
      }
      Thread.sleep(step.toMillis());
    }
    throw new AssertionError("did not come: " + summary());
  }

  /**
   * Waits until a counter has come to {@code expected}: it is told when what it counted is done.
   */
  void awaitCounter(String name, long expected) throws InterruptedException {
    long counted = -1;
    for (int tenth = 0; tenth < 100; tenth++) {
      counted = Counters.of(result).getOrDefault(name, 0L);
      if (counted == expected) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(name + " is " + counted + " and not " + expected);
  }

  private String summary() {
    List<Seen> seen = List.copyOf(SEEN.get(id));
    return seen.stream().filter(Value.class::isInstance).count()
        + " records, "
        + seen.stream().filter(Fired.class::isInstance).toList()
        + ", blocks "
        + seen.stream().filter(Block.class::isInstance).limit(20).toList();
  }

  static long records(List<Seen> seen) {
    return seen.stream().filter(Value.class::isInstance).count();
  }

  @Override
  public void close() throws Exception {
    result.cancel();
    SEEN.remove(id);
  }

  // Beam finds the timers and their method by their annotations.
  @SuppressWarnings("unused")
  private static final class Watch extends DoFn<KV<Long, byte[]>, Void> {

    private static final long serialVersionUID = 1;

    @TimerFamily("times")
    private final TimerSpec spec = TimerSpecs.timerMap(TimeDomain.EVENT_TIME);

    private final String id;
    private final List<Long> timers;

    Watch(String id, List<Long> timers) {
      this.id = id;
      this.timers = List.copyOf(timers);
    }

    @ProcessElement
    public void process(
        @Element KV<Long, byte[]> element,
        @Timestamp Instant timestamp,
        @TimerFamily("times") TimerMap map) {
      for (long time : timers) {
        map.set(Long.toString(time), Instant.ofEpochMilli(time));
      }
      TopicBlock block = new TopicBlock(element.getValue());
      Queue<Seen> seen = SEEN.getOrDefault(id, new ConcurrentLinkedQueue<>());
      seen.add(new Block(block.partition(), timestamp.getMillis(), element.getValue().length));
      while (block.next()) {
        String value =
            new String(
                block.bytes(), block.valueStart(), block.valueLength(), StandardCharsets.UTF_8);
        seen.add(new Value(block.partition(), block.offset(), value));
      }
    }

    @OnTimerFamily("times")
    public void fired(@TimerId String timer) {
      SEEN.getOrDefault(id, new ConcurrentLinkedQueue<>()).add(new Fired(Long.parseLong(timer)));
    }
  }
}
