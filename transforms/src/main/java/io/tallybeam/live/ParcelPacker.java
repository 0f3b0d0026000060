package io.tallybeam.live;

import io.tallybeam.event.Call;
import io.tallybeam.fold.CallWriter;
import io.tallybeam.fold.NameOrdinals;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.GroupKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs calls, one parcel for each window and shard. */
final class ParcelPacker {

  /** Takes the parcels. */
  @FunctionalInterface
  interface Output {
    /** One parcel of the window and shard that {@code key} names. */
    void emit(GroupKey key, byte[] parcel);
  }

  /** So much is held of a bundle that goes on. */
  static final int MAX_BYTES = 8 << 20;

  /** What a parcel holds beside its calls, and before them. */
  private static final int CONTENTS_BYTES = 1 << 10;

  private final boolean deduplicate;
  private final TenantShards shards;
  private NameOrdinals ordinals = new NameOrdinals();
  private final Map<GroupKey, Contents> open = new LinkedHashMap<>();

  ParcelPacker(LiveSettings settings) {
    this.deduplicate = settings.fold().deduplicate();
    this.shards = settings.shards();
  }

  void add(Call call, long windowStart) {
    GroupKey group = new GroupKey("", windowStart, shards.of(call.names()));
    Contents contents = open.computeIfAbsent(group, g -> new Contents(ordinals));
    contents.counts.addRead();
    // Without an id a call has no copies.
    contents.calls.add(call, deduplicate ? call.requestId() : "");
  }

  /** Whether there is so much that it is time to let go of it. */
  boolean isFull() {
    int bytes = open.values().stream().mapToInt(c -> CONTENTS_BYTES + c.calls.size()).sum();
    return bytes >= MAX_BYTES || ordinals.isFull();
  }

  /** Emits all that is held, and forgets it. */
  void flush(Output output) throws IOException {
    for (Map.Entry<GroupKey, Contents> entry : open.entrySet()) {
      Contents contents = entry.getValue();
      Parcel parcel = new Parcel(contents.counts, contents.calls.finish(BlockStore.INLINE));
      output.emit(entry.getKey(), parcel.toBytes());
    }
    open.clear();
    if (ordinals.isFull()) {
      ordinals = new NameOrdinals();
    }
  }

  private static final class Contents {
    final LedgerCounts counts = new LedgerCounts();
    final CallWriter calls;

    Contents(NameOrdinals ordinals) {
      this.calls = new CallWriter(ordinals);
    }
  }
}
