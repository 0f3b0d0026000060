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

  /** What a parcel holds beside its calls, and before them. */
  private static final int CONTENTS_BYTES = 1 << 10;

  private final boolean deduplicate;
  private final TenantShards shards;
  private NameOrdinals ordinals = new NameOrdinals();
  private final Map<GroupKey, Contents> open = new LinkedHashMap<>();
  private int size;

  ParcelPacker(LiveSettings settings) {
    this.deduplicate = settings.fold().deduplicate();
    this.shards = settings.shards();
  }

  void add(Call call, long windowStart) {
    GroupKey group = new GroupKey("", windowStart, shards.of(call.names()));
    Contents contents = open.get(group);
    if (contents == null) {
      contents = new Contents(ordinals);
      open.put(group, contents);
      size += CONTENTS_BYTES;
    }
    contents.counts.addRead();
    int before = contents.calls.size();
    // Without an id a call has no copies.
    contents.calls.add(call, deduplicate ? call.requestId() : "");
    size += contents.calls.size() - before;
  }

  /** About how many bytes are held. */
  int size() {
    return size;
  }

  /** Emits all that is held, and forgets it. */
  void flush(Output output) throws IOException {
    for (Map.Entry<GroupKey, Contents> entry : open.entrySet()) {
      Contents contents = entry.getValue();
      Parcel parcel = new Parcel(contents.counts, contents.calls.finish(BlockStore.INLINE));
      output.emit(entry.getKey(), parcel.toBytes());
    }
    open.clear();
    size = 0;
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
