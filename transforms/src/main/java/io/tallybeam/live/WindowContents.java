package io.tallybeam.live;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.fold.CallSet;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameReader;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.table.CallTable;
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

  /** About how much of the calls is indexed at once, to find copies. */
  private static final long PART_BYTES = 96L << 20;

  /** Beyond this many keys the accumulators are flushed, so that memory stays bounded. */
  private static final int MAX_KEYS = 100_000;

  private final LedgerCounts counts = new LedgerCounts();
  private final Map<String, List<Block>> blocks = new HashMap<>();
  private final List<Block> calls = new ArrayList<>();

  private WindowContents() {}

  /** Counts every call of {@code parcels} once, at the price that {@code pricer} has for it. */
  public static WindowContents of(
      Iterable<byte[]> parcels, LiveSettings settings, CallPricer pricer) throws IOException {
    WindowContents contents = new WindowContents();
    for (byte[] bytes : parcels) {
      contents.add(Parcel.of(bytes));
    }
    contents.foldCalls(settings, pricer);
    return contents;
  }

  private void add(Parcel parcel) {
    counts.merge(parcel.counts());
    for (Parcel.Section section : parcel.sections()) {
      if (section.table().equals(Parcel.CALLS)) {
        calls.add(section.block());
      } else {
        add(section.table(), section.block());
      }
    }
  }

  private void add(String table, Block block) {
    blocks.computeIfAbsent(table, name -> new ArrayList<>()).add(block);
  }

  private void foldCalls(LiveSettings settings, CallPricer pricer) throws IOException {
    long bytes = calls.stream().mapToLong(Block::length).sum();
    int parts = Math.toIntExact(1 + bytes / PART_BYTES);
    List<Fold<?>> folds = new ArrayList<>();
    for (CallTable<?> table : settings.tables().calls()) {
      folds.add(new Fold<>(table));
    }
    for (int part = 0; part < parts; part++) {
      CallSet distinct = new CallSet(part, parts);
      for (Block block : calls) {
        addAll(block, distinct);
      }
      distinct.forEach(
          (call, window, duplicates, conflicting) -> {
            counts.addAggregated();
            counts.addDuplicates(duplicates, conflicting);
            CallCost cost = pricer.price(call);
            for (Fold<?> fold : folds) {
              fold.add(call, cost, window);
            }
          });
    }
    for (Fold<?> fold : folds) {
      fold.flush();
    }
    calls.clear();
  }

  private static void addAll(Block block, CallSet calls) throws IOException {
    try (FrameReader frames = new FrameReader(block, BlockStore.INLINE)) {
      for (byte[] frame = frames.nextFrame(); frame.length > 0; frame = frames.nextFrame()) {
        calls.addAll(frame);
      }
    }
  }

  /** What became of the events. */
  public LedgerCounts counts() {
    return counts;
  }

  /** The sorted blocks of the table named {@code table}, to be merged. */
  public List<Block> blocks(String table) {
    return blocks.getOrDefault(table, List.of());
  }

  private final class Fold<M extends Measures<M>> {
    private final CallTable<M> table;
    private final PartialFold<M> partials;

    Fold(CallTable<M> table) {
      this.table = table;
      this.partials = new PartialFold<>(table.name(), table::newMeasures);
    }

    void add(Call call, CallCost cost, long windowStart) throws IOException {
      table.fold(call, cost, windowStart, partials);
      if (partials.size() >= MAX_KEYS) {
        flush();
      }
    }

    void flush() throws IOException {
      partials.flush(
          key -> 0,
          key -> 0,
          BlockStore.INLINE,
          (group, block) -> WindowContents.this.add(table.name(), block));
    }
  }
}
