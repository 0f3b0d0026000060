package io.tallybeam.fold;

import io.tallybeam.event.Call;
import io.tallybeam.partial.GroupKey;
import io.tallybeam.partial.PartialFold;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs calls that may have copies elsewhere, one block for each group in which copies meet. */
final class CallBlocks {

  /**
   * Beyond this many bytes of blocks, or of names, all blocks are emitted, so that memory stays
   * bounded.
   */
  private static final long MAX_BYTES = 64L << 20;

  /** Beyond so many names too: they are held until then, also those of blocks that are gone. */
  private static final int MAX_NAMES = 100_000;

  /** About what the buffers and the entry of a group weigh before its first call. */
  private static final int BYTES_OF_EMPTY_BLOCK = 512;

  private final FoldSettings settings;
  private final PartialFold.Output output;
  private final Map<GroupKey, CallWriter> blocks = new LinkedHashMap<>();
  private NameOrdinals ordinals = new NameOrdinals();
  private long bytes;

  CallBlocks(FoldSettings settings, PartialFold.Output output) {
    this.settings = settings;
    this.output = output;
  }

  void add(Call call, long windowStart) throws IOException {
    GroupKey group = settings.duplicatesOf(call.names(), windowStart);
    CallWriter block = blocks.get(group);
    if (block == null) {
      block = new CallWriter(ordinals);
      blocks.put(group, block);
      bytes += BYTES_OF_EMPTY_BLOCK;
    }
    int before = block.size();
    block.add(call);
    bytes += block.size() - before;
    if (block.size() >= settings.store().blockBytes()) {
      bytes -= block.size() + BYTES_OF_EMPTY_BLOCK;
      output.emit(group, block.finish(settings.store()));
      blocks.remove(group);
    }
    if (bytes >= MAX_BYTES || ordinals.size() >= MAX_NAMES || ordinals.bytes() >= MAX_BYTES) {
      flush();
    }
  }

  void flush() throws IOException {
    for (Map.Entry<GroupKey, CallWriter> block : blocks.entrySet()) {
      output.emit(block.getKey(), block.getValue().finish(settings.store()));
    }
    blocks.clear();
    ordinals = new NameOrdinals();
    bytes = 0;
  }
}
