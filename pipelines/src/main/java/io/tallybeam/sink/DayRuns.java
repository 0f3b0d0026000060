package io.tallybeam.sink;

import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.window.Period;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that are added up by their keys, day by day, as partitions are. Memory is bounded by sorted
 * runs in a store.
 *
 * @param <M> the measures of the rows
 */
public final class DayRuns<M extends Measures<M>> {

  private static final int MAX_KEYS = 100_000;

  private final PartialFold<M> fold;
  private final BlockStore store;
  private final Map<GroupKey, List<Block>> runs = new LinkedHashMap<>();

  /** No rows yet. */
  public DayRuns(PartialFold<M> fold, BlockStore store) {
    this.fold = fold;
    this.store = store;
  }

  /** What the next row is added to. */
  public PartialFold<M> next() throws IOException {
    if (fold.size() >= MAX_KEYS) {
      flush();
    }
    return fold;
  }

  private void flush() throws IOException {
    fold.flush(
        key -> Period.Day.UTC.startOf(key.windowStart()),
        key -> 0,
        store,
        (key, block) -> runs.computeIfAbsent(key, k -> new ArrayList<>()).add(block));
  }

  /** The blocks of each day that has a row. */
  public Collection<List<Block>> finish() throws IOException {
    flush();
    return runs.values();
  }
}
