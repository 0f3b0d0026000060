package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.cost.CallPricer;
import io.tallybeam.cost.CostRules;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.event.Redaction;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.table.CallTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row's revision is how often it was different from the firing before. */
final class RevisedRowsTest {

  private static final TumblingWindow WINDOWS = new TumblingWindow(LiveEvent.WINDOW);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsRowsThatChanged(long seed) throws IOException {
    Random random = new Random(seed);
    LiveSettings settings = settings();
    FoldedPartition folded =
        FoldedPartition.cut(settings, LiveEvent.partition(random, 400), random, 5);
    int corrected = 0;
    for (Map.Entry<GroupKey, List<byte[]>> group : folded.parcels().entrySet()) {
      for (CallTable<?> table : settings.tables().calls()) {
        corrected += check(table, group.getValue(), settings, random);
      }
    }
    assertThat(corrected, greaterThan(20));
  }

  /** Fires again and again, as parcels come; the revisions are kept as bytes meanwhile. */
  private static <M extends Measures<M>> int check(
      CallTable<M> table, List<byte[]> parcels, LiveSettings settings, Random random)
      throws IOException {
    Map<Key, Integer> model = new HashMap<>();
    Map<Key, String> last = new TreeMap<>();
    byte[] kept = bytes(new Revisions());
    CallPricer pricer = new CallPricer(settings.fold().costs());
    DistinctCalls distinct = new DistinctCalls(BlockStore.INLINE, settings.fold().windows());
    WindowContents before = WindowContents.of(List.of(), settings, distinct, pricer);
    int from = 0;
    int corrected = 0;
    while (from < parcels.size()) {
      from = Math.min(parcels.size(), from + 1 + random.nextInt(3));
      List<byte[]> now = new ArrayList<>(parcels.subList(0, from));
      WindowContents contents = WindowContents.of(now, settings, distinct, pricer);
      Revisions revisions = Revisions.read(new ByteReader(kept, 0, kept.length));
      Map<Key, String> rows = new TreeMap<>();
      Map<Key, Integer> given = new HashMap<>();
      RevisedRows.forEach(
          table,
          contents,
          before,
          revisions,
          (key, measures, revision) -> {
            rows.put(key, FoldedPartition.written(measures));
            given.put(key, revision);
          });
      Map<Key, String> old = last;
      rows.forEach(
          (key, row) -> {
            if (old.containsKey(key) && !old.get(key).equals(row)) {
              model.merge(key, 1, Integer::sum);
            }
            assertThat(given.get(key), is(model.getOrDefault(key, 0)));
          });
      assertThat(rows, is(FoldedPartition.merged(table, contents.blocks(table.name()))));
      corrected = model.size();
      kept = bytes(revisions);
      before = contents;
      last = rows;
    }
    return corrected;
  }

  private static byte[] bytes(Revisions revisions) {
    ByteWriter out = new ByteWriter(16);
    revisions.write(out);
    return out.toByteArray();
  }

  private static LiveSettings settings() {
    FoldSettings fold =
        new FoldSettings(
            WINDOWS,
            TimeRange.ALWAYS,
            new TimeRange(LiveEvent.START / 2 + 1, 4_102_444_800_000L),
            true,
            2,
            WINDOWS,
            "topic",
            LlmOpsFormat.INSTANCE,
            new Redaction(100, false),
            CostRules.REPORTED,
            BlockStore.INLINE);
    return new LiveSettings(fold, 30_000, 3_600_000);
  }
}
