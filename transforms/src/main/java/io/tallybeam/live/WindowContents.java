package io.tallybeam.live;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.fold.DistinctCalls;
import io.tallybeam.fold.Grouping;
import io.tallybeam.fold.SummedCalls;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parcels of one window and shard amount to. A function of the parcels as a set: their
 * order does not matter.
 */
public final class WindowContents {

  private final LedgerCounts counts = new LedgerCounts();
  private final Map<String, List<Block>> blocks = new HashMap<>();

  private WindowContents() {}

  /**
   * Counts every call of {@code parcels} once, at the price that {@code pricer} has for it.
   *
   * @param distinct of the worker, without a store of blocks
   */
  public static WindowContents of(
      Iterable<byte[]> parcels, LiveSettings settings, DistinctCalls distinct, CallPricer pricer)
      throws IOException {
    WindowContents contents = new WindowContents();
    List<Block> calls = new ArrayList<>();
    for (byte[] bytes : parcels) {
      Parcel parcel = Parcel.of(bytes);
      contents.counts.merge(parcel.counts());
      calls.add(parcel.calls());
    }
    contents.fold(calls, settings, distinct, pricer);
    return contents;
  }

  private void fold(
      List<Block> calls, LiveSettings settings, DistinctCalls distinct, CallPricer pricer)
      throws IOException {
    SummedCalls sums =
        new SummedCalls(
            settings.tables().calls(),
            pricer,
            Grouping.NONE,
            BlockStore.INLINE,
            (group, block) ->
                blocks.computeIfAbsent(group.table(), name -> new ArrayList<>()).add(block));
    distinct.forEach(
        calls,
        new DistinctCalls.Output() {
          @Override
          public void alone(Call call, long window) throws IOException {
            counts.addAggregated();
            sums.add(call, window);
          }

          @Override
          public void distinct(Call call, long window, int duplicates, int conflicting)
              throws IOException {
            counts.addAggregated();
            counts.addDuplicates(duplicates, conflicting);
            sums.addNext(call, window);
          }
        });
    sums.flush();
  }

  /** What became of the events. */
  public LedgerCounts counts() {
    return counts;
  }

  /** The sorted blocks of the table named {@code table}, to be merged. */
  public List<Block> blocks(String table) {
    return blocks.getOrDefault(table, List.of());
  }
}
