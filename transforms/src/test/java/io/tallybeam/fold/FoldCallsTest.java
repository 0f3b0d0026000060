package io.tallybeam.fold;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Call;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.window.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link FoldCalls} and {@link DeduplicateCalls} on a runner, against {@link FoldModel}. */
class FoldCallsTest {

  private static final Map<String, Rows> RESULTS = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    "1, true,  false, 1, true",
    "2, true,  false, 3, false",
    "3, true,  true,  4, true",
    "4, false, false, 2, true",
    "5, false, true,  1, false"
  })
  void everyEventEndsAsExactlyOneOutcome(
      long seed, boolean deduplicate, boolean ranged, int shards, boolean daily)
      throws IOException {
    TimeRange range =
        ranged
            ? new TimeRange(Event.START + Event.WINDOW, Event.START + 3 * Event.WINDOW)
            : TimeRange.ALWAYS;
    FoldSettings settings = Runs.of(range, deduplicate, shards, daily);
    Random random = new Random(seed);
    FoldModel model = new FoldModel(settings);
    List<String> elements = elements(random, model);
    Map<String, Map<Key, String>> expected = model.rows();
    checkOutcomesOccur(model.totals(), deduplicate, ranged);

    Map<String, Map<Key, String>> rows = run(elements, settings);

    Map<Key, String> rejected = new HashMap<>(rows.get(RejectedEventsTable.NAME));
    rejected.replaceAll((key, details) -> reason(details));
    rows.put(RejectedEventsTable.NAME, rejected);
    assertThat(rows, is(expected));
  }

  private static String reason(String details) {
    byte[] bytes = HexFormat.of().parseHex(details);
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    assertThat(in.readUtf8(), is("test"));
    return in.readUtf8();
  }

  @Test
  void howEventsAreSplitOverElementsDoesNotShow() throws IOException {
    FoldSettings settings = Runs.of(TimeRange.ALWAYS, true, 3, true);
    Random random = new Random(6);
    List<Event> events = new ArrayList<>();
    while (events.size() < 100) {
      Event event = next(random, events);
      if (Runs.PLAUSIBLE.contains(event.truth().eventTimeMillis())
          && event.truth() instanceof Call) {
        events.add(event);
      }
    }
    List<String> one = List.of(EventText.element("one", events));
    List<String> each = new ArrayList<>();
    Collections.shuffle(events, random);
    events.forEach(event -> each.add(EventText.element("each", List.of(event))));
    assertThat(run(each, settings), is(run(one, settings)));
  }

  @Test
  void whatLeavesInTheMiddleOfABundleLeavesOnce() throws IOException {
    FoldSettings settings = Runs.of(TimeRange.ALWAYS, true, 4, true);
    Map<String, Map<Key, String>> rows =
        run(List.of(0), VarIntCoder.of(), new ManyEvents(), settings);
    long calls = ManyEvents.CALLS;
    long rejects = ManyEvents.REJECTS;
    String counted = Rows.written(LedgerCounts.of(calls, calls, 0, 0, 0, 0, 0));
    String rejected = Rows.written(LedgerCounts.of(rejects, 0, 0, 0, rejects, 0, 0));
    Key window = WindowLedgerTable.key(settings.source(), Event.START);
    Key noWindow = WindowLedgerTable.key(settings.source(), Key.NO_WINDOW);
    assertThat(rows.get(WindowLedgerTable.NAME), is(Map.of(window, counted, noWindow, rejected)));
    assertThat(rows.get(RejectedEventsTable.NAME).size(), is((int) rejects));
  }

  private static void checkOutcomesOccur(long[] totals, boolean deduplicate, boolean ranged) {
    List<Long> occurring = new ArrayList<>(List.of(totals[0], totals[1], totals[4]));
    if (deduplicate) {
      occurring.addAll(List.of(totals[2], totals[3], totals[2] - totals[3]));
    }
    if (ranged) {
      occurring.add(totals[5]);
    }
    assertThat(Arrays.toString(totals), occurring, everyItem(is(greaterThan(10L))));
    long outcomes = totals[1] + totals[2] + totals[4] + totals[5] + totals[6];
    assertThat(totals[0], is(outcomes));
  }

  private static List<String> elements(Random random, FoldModel model) {
    List<String> elements = new ArrayList<>();
    List<Event> all = new ArrayList<>();
    for (int element = 0; element < 20; element++) {
      String origin = "file-" + element;
      List<Event> events = new ArrayList<>();
      for (int i = random.nextInt(70); i > 0; i--) {
        Event event = next(random, all);
        model.add(event, origin, events.size());
        events.add(event);
        all.add(event);
      }
      elements.add(EventText.element(origin, events));
    }
    return elements;
  }

  /** A new event, or a copy of one that was. */
  private static Event next(Random random, List<Event> earlier) {
    return earlier.isEmpty() || random.nextInt(4) > 0
        ? Event.random(random)
        : earlier.get(random.nextInt(earlier.size()));
  }

  private static Map<String, Map<Key, String>> run(List<String> elements, FoldSettings settings)
      throws IOException {
    return run(elements, StringUtf8Coder.of(), new EventText(), settings);
  }

  private static <T> Map<String, Map<Key, String>> run(
      List<T> elements, Coder<T> coder, EventReader<T> reader, FoldSettings settings)
      throws IOException {
    String run = "run-" + RESULTS.size();
    RESULTS.put(run, new Rows());
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(3);
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple folded =
        pipeline
            .apply("Elements", Create.of(elements).withCoder(coder))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("Fold", FoldCalls.of(reader, settings));
    PCollectionList.of(folded.get(FoldCalls.PARTIALS))
        .and(folded.get(FoldCalls.CALLS).apply("Deduplicate", DeduplicateCalls.of(settings)))
        .apply("All", Flatten.pCollections())
        .apply("Keep", ParDo.of(new Keep(run)));
    pipeline.run().waitUntilFinish();
    return RESULTS.get(run).merge(settings);
  }

  private static final class Keep extends DoFn<KV<GroupKey, Block>, Void> {

    private static final long serialVersionUID = 1;

    private final String run;

    Keep(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element KV<GroupKey, Block> block) {
      RESULTS.get(run).emit(block.getKey(), block.getValue());
    }
  }
}
