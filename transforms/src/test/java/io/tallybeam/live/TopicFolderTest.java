package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.cost.CostRules;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.KeyReader;
import io.tallybeam.table.LateEventsTable;
import io.tallybeam.table.RejectedEventsTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an event depends on those before it in its partition, and on nothing else. */
final class TopicFolderTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void wherePartitionsAreCutMakesNoDifference(long seed) throws IOException {
    Random random = new Random(seed);
    LiveSettings settings = settings(random);
    List<LiveEvent> events = LiveEvent.partition(random, 600);
    LiveModel model = new LiveModel(settings, events);
    assertThat(model.late.size(), greaterThan(10));
    for (int most : new int[] {1, 4, 50, 10_000}) {
      FoldedPartition folded = FoldedPartition.cut(settings, events, random, most);
      assertThat(rows(folded, random), is(expectedRows(model)));
      assertThat(ledger(folded.ledger(random)), is(ledger(model)));
      Map<String, Map<Key, String>> letters = folded.letters();
      assertThat(
          positions(letters.getOrDefault(RejectedEventsTable.NAME, Map.of())),
          is(new TreeSet<>(model.rejected)));
      assertThat(
          positions(letters.get(LateEventsTable.NAME)), is(new TreeSet<>(model.late.keySet())));
      FoldedPartition again = FoldedPartition.cut(settings, events, random, 7);
      assertThat("to the last byte", again.letters(), is(letters));
      assertThat("to the last byte", again.rows(random), is(folded.rows(random)));
    }
  }

  private static LiveSettings settings(Random random) {
    boolean fromStart = random.nextBoolean();
    FoldSettings fold =
        new FoldSettings(
            TumblingWindow.of(Duration.ofMinutes(15)),
            fromStart
                ? TimeRange.ALWAYS
                : new TimeRange(
                    Math.floorDiv(LiveEvent.START, LiveEvent.WINDOW) * LiveEvent.WINDOW,
                    TimeRange.ALWAYS.to()),
            new TimeRange(LiveEvent.START / 2 + 1, 4_102_444_800_000L),
            random.nextInt(3) > 0,
            1 + random.nextInt(5),
            TumblingWindow.of(Duration.ofMinutes(15)),
            "topic",
            LlmOpsFormat.INSTANCE,
            new Redaction(10_000, false),
            CostRules.REPORTED,
            BlockStore.INLINE);
    return new LiveSettings(fold, 1_000L * random.nextInt(60), 600_000L * random.nextInt(3));
  }

  private static Map<List<Object>, String> rows(FoldedPartition folded, Random random)
      throws IOException {
    Map<List<Object>, String> rows = new HashMap<>();
    folded
        .rows(random)
        .forEach(
            (key, row) -> {
              KeyReader parts = key.parts();
              String tenant = parts.name();
              parts.name();
              rows.put(List.of(key.windowStart(), tenant, parts.name()), row);
            });
    return rows;
  }

  private static Map<List<Object>, String> expectedRows(LiveModel model) {
    Map<List<Object>, String> rows = new HashMap<>();
    model.rows.forEach((key, measures) -> rows.put(key, FoldedPartition.written(measures)));
    return rows;
  }

  private static Map<Long, List<Long>> ledger(Map<Long, LedgerCounts> ledger) {
    Map<Long, List<Long>> counts = new TreeMap<>();
    ledger.forEach(
        (window, c) -> {
          assertThat(c.balances(), is(true));
          counts.put(
              window,
              List.of(
                  c.read(),
                  c.aggregated(),
                  c.duplicates(),
                  c.conflictingDuplicates(),
                  c.rejected(),
                  c.outsideRange(),
                  c.late()));
        });
    return counts;
  }

  private static Map<Long, List<Long>> ledger(LiveModel model) {
    Map<Long, List<Long>> counts = new TreeMap<>();
    model.ledger.forEach(
        (window, row) -> {
          List<Long> list = new ArrayList<>();
          for (long count : row) {
            list.add(count);
          }
          counts.put(window, list);
        });
    return counts;
  }

  private static Set<Long> positions(Map<Key, String> letters) {
    Set<Long> positions = new TreeSet<>();
    for (Key key : letters.keySet()) {
      String origin = key.parts().name();
      positions.add(Long.valueOf(origin.substring(origin.lastIndexOf('/') + 1)));
    }
    return positions;
  }
}
