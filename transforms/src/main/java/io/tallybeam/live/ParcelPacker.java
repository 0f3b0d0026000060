package io.tallybeam.live;

import io.tallybeam.cost.CallPricer;
import io.tallybeam.event.Call;
import io.tallybeam.fold.CallRecords;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.measure.Measures;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameWriter;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.Key;
import io.tallybeam.partial.PartialFold;
import io.tallybeam.pricing.CallCost;
import io.tallybeam.table.CallTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the calls of one element, one parcel for each window and shard.
 *
 * <p>Calls whose copies must be counted once are packed as they are; others are folded into partial
 * rows at once.
 */
final class ParcelPacker {

  /** Takes the parcels. */
  @FunctionalInterface
  interface Output {
    /** One parcel of the window and shard that {@code key} names. */
    void emit(GroupKey key, byte[] parcel);
  }

  private final LiveSettings settings;
  private final TenantShards shards;
  private final CallRecords records = new CallRecords();
  private final CallPricer pricer;
  private final List<Fold<?>> folds = new ArrayList<>();
  private final Map<GroupKey, Contents> open = new LinkedHashMap<>();

  ParcelPacker(LiveSettings settings) {
    this.settings = settings;
    this.shards = settings.shards();
    this.pricer = new CallPricer(settings.fold().costs());
    for (CallTable<?> table : settings.tables().calls()) {
      folds.add(new Fold<>(table));
    }
  }

  void add(Call call, long windowStart) {
    GroupKey group = new GroupKey("", windowStart, shards.of(call.tenant()));
    Contents contents = open.computeIfAbsent(group, g -> new Contents());
    contents.counts.addRead();
    if (settings.fold().deduplicate() && !call.requestId().isEmpty()) {
      records.write(call, windowStart, contents.calls);
    } else {
      contents.counts.addAggregated();
      CallCost cost = pricer.price(call);
      folds.forEach(fold -> fold.add(call, cost, windowStart));
    }
  }

  /** Emits all that is held, and forgets it. */
  void flush(Output output) throws IOException {
    for (Fold<?> fold : folds) {
      fold.flush();
    }
    for (Map.Entry<GroupKey, Contents> entry : open.entrySet()) {
      output.emit(entry.getKey(), entry.getValue().toBytes());
    }
    open.clear();
    pricer.refresh();
  }

  private static final class Contents {
    final LedgerCounts counts = new LedgerCounts();
    final FrameWriter calls = new FrameWriter();
    final List<Parcel.Section> sections = new ArrayList<>();

    byte[] toBytes() throws IOException {
      if (calls.size() > 0) {
        sections.add(new Parcel.Section(Parcel.CALLS, calls.finish(BlockStore.INLINE)));
      }
      return new Parcel(counts, sections).toBytes();
    }
  }

  private final class Fold<M extends Measures<M>> {
    private final CallTable<M> table;
    private final PartialFold<M> partials;

    Fold(CallTable<M> table) {
      this.table = table;
      this.partials = new PartialFold<>(table.name(), table::newMeasures);
    }

    void add(Call call, CallCost cost, long windowStart) {
      table.fold(call, cost, windowStart, partials);
    }

    void flush() throws IOException {
      partials.flush(
          Key::windowStart,
          key -> shards.of(key.parts().name()),
          BlockStore.INLINE,
          (group, block) ->
              open.get(new GroupKey("", group.spanStart(), group.shard()))
                  .sections
                  .add(new Parcel.Section(table.name(), block)));
    }
  }
}
