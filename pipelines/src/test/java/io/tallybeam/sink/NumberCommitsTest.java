package io.tallybeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

final class NumberCommitsTest {

  private static final Map<String, Queue<byte[]>> NUMBERED = new ConcurrentHashMap<>();

  @Test
  void numbersWithoutGapsAndKeepsTheLedger() throws IOException {
    Random random = new Random(1);
    RandomFired firings = new RandomFired(random, List.of());
    TestStream.Builder<byte[]> stream = TestStream.create(ByteArrayCoder.of());
    List<List<Fired>> batches = new ArrayList<>(List.of(new ArrayList<>()));
    for (int i = 0; i < 60; i++) {
      Fired fired = firings.next();
      batches.get(batches.size() - 1).add(fired);
      stream = stream.addElements(fired.toBytes());
      if (random.nextInt(4) == 0) {
        stream = stream.advanceProcessingTime(Duration.standardSeconds(11));
        batches.add(new ArrayList<>());
      }
    }
    stream = stream.advanceProcessingTime(Duration.standardSeconds(11));
    batches.removeIf(List::isEmpty);

    List<CommitRequest> requests = run(stream.advanceWatermarkToInfinity());

    assertThat(batches.size(), greaterThan(5));
    assertThat(requests.size(), is(batches.size()));
    Set<String> epochs = new HashSet<>();
    Set<String> ids = new HashSet<>();
    Map<Long, LedgerCounts> ledger = new TreeMap<>();
    long watermark = Key.NO_WINDOW;
    for (int i = 0; i < requests.size(); i++) {
      CommitRequest request = requests.get(i);
      epochs.add(request.token().epoch());
      assertThat(request.token().sink(), is("sink"));
      assertThat(request.token().sequence(), is(i + 1L));
      assertThat(request.previous(), is(i == 0 ? "" : requests.get(i - 1).token().id()));
      assertThat(ids.add(request.token().id()), is(true));
      assertThat(
          request.fired().stream().map(RandomFired::text).toList(),
          is(batches.get(i).stream().map(RandomFired::text).toList()));
      Set<Long> touched = new HashSet<>();
      for (Fired fired : batches.get(i)) {
        watermark = Math.max(watermark, fired.watermark());
        touched.addAll(fired.counts().keySet());
        fired
            .counts()
            .forEach(
                (window, counts) ->
                    ledger.computeIfAbsent(window, w -> new LedgerCounts()).merge(counts));
      }
      assertThat(request.watermark(), is(watermark));
      Map<Long, LedgerCounts> whole = new TreeMap<>(ledger);
      whole.keySet().retainAll(touched);
      assertThat(RandomFired.text(request.ledger()), is(RandomFired.text(whole)));
    }
    assertThat("one life", epochs.size(), is(1));
  }

  @Test
  void drawsAnotherEpochWhereTheStateIsEmpty() throws IOException {
    byte[] fired = new RandomFired(new Random(2), List.of()).next().toBytes();
    Set<String> epochs = new HashSet<>();
    for (int life = 0; life < 2; life++) {
      List<CommitRequest> requests =
          run(
              TestStream.create(ByteArrayCoder.of())
                  .addElements(fired)
                  .advanceProcessingTime(Duration.standardSeconds(11))
                  .advanceWatermarkToInfinity());
      assertThat(requests.get(0).token().sequence(), is(1L));
      epochs.add(requests.get(0).token().epoch());
    }
    assertThat(epochs.size(), is(2));
  }

  @Test
  void afterAPauseACommitWaitsASecondAndTheNextOneTheInterval() throws IOException {
    RandomFired firings = new RandomFired(new Random(3), List.of());
    List<byte[]> fired = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fired.add(firings.next().toBytes());
    }
    List<CommitRequest> requests =
        run(
            TestStream.create(ByteArrayCoder.of())
                .addElements(fired.get(0))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(fired.get(1))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(fired.get(2))
                .advanceProcessingTime(Duration.standardSeconds(30))
                .advanceProcessingTime(Duration.standardSeconds(30))
                .addElements(fired.get(3))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(fired.get(4))
                .advanceWatermarkToInfinity());
    assertThat(
        requests.stream().map(r -> r.fired().size()).limit(3).toList(), is(List.of(1, 2, 1)));
  }

  private static List<CommitRequest> run(TestStream<byte[]> fired) throws IOException {
    String run = UUID.randomUUID().toString();
    NUMBERED.put(run, new ConcurrentLinkedQueue<>());
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(fired)
        .apply(NumberCommits.of("sink", Duration.standardSeconds(10)))
        .apply("Keep", ParDo.of(new Keep(run)));
    pipeline.run().waitUntilFinish();
    List<CommitRequest> requests = new ArrayList<>();
    for (byte[] bytes : NUMBERED.remove(run)) {
      requests.add(CommitRequest.of(bytes));
    }
    return requests;
  }

  private static final class Keep extends DoFn<KV<Integer, byte[]>, Void> {

    private static final long serialVersionUID = 1;

    private final String run;

    Keep(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element KV<Integer, byte[]> request) {
      NUMBERED.get(run).add(request.getValue());
    }
  }
}
