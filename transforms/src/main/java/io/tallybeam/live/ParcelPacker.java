package io.tallybeam.live;

import io.tallybeam.event.Call;
import io.tallybeam.fold.CallWriter;
import io.tallybeam.fold.NameOrdinals;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Packs the calls of one element, one parcel for each window and shard. */
final class ParcelPacker {

  /** Takes the parcels. */
  @FunctionalInterface
  interface Output {
    /** One parcel of the window and shard that {@code key} names. */
    void emit(GroupKey key, byte[] parcel);
  }

  private final boolean deduplicate;
  private final TenantShards shards;
  private NameOrdinals ordinals = new NameOrdinals();
  private final Map<GroupKey, Contents> open = new LinkedHashMap<>();

  /** By shard those of {@link #lastWindow}: calls that come together are mostly of one window. */
  private final @Nullable Contents[] ofLastWindow;

  private long lastWindow;

  ParcelPacker(LiveSettings settings) {
    this.deduplicate = settings.fold().deduplicate();
    this.shards = settings.shards();
    this.ofLastWindow = new Contents[shards.count()];
  }

  void add(Call call, long windowStart) {
    Contents contents = contents(windowStart, shards.ofHash(call.names().tenantHash()));
    contents.counts.addRead();
    // Without an id a call has no copies.
    contents.calls.add(call, deduplicate ? call.requestId() : "");
  }

  private Contents contents(long windowStart, int shard) {
    if (windowStart != lastWindow) {
      Arrays.fill(ofLastWindow, null);
      lastWindow = windowStart;
    }
    Contents contents = ofLastWindow[shard];
    if (contents == null) {
      GroupKey group = new GroupKey("", windowStart, shard);
      contents = open.computeIfAbsent(group, g -> new Contents(ordinals));
      ofLastWindow[shard] = contents;
    }
    return contents;
  }

  /** Emits all that is held, and forgets it. */
  void flush(Output output) throws IOException {
    for (Map.Entry<GroupKey, Contents> entry : open.entrySet()) {
      Contents contents = entry.getValue();
      Parcel parcel = new Parcel(contents.counts, contents.calls.finish(BlockStore.INLINE));
      output.emit(entry.getKey(), parcel.toBytes());
    }
    open.clear();
    Arrays.fill(ofLastWindow, null);
    ordinals = new NameOrdinals();
  }

  private static final class Contents {
    final LedgerCounts counts = new LedgerCounts();
    final CallWriter calls;

    Contents(NameOrdinals ordinals) {
      this.calls = new CallWriter(ordinals);
    }
  }
}
