package io.tallybeam.fold;

import io.tallybeam.event.Call;
import io.tallybeam.event.NameCache;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;

/**
 * Of packed calls each window, tenant and request id once, and every call without a request id.
 *
 * <p>Of copies that differ the one with the smallest canonical bytes is kept. Any number of calls
 * is read as often as it takes to hold one part of them in memory. One for each worker: not safe
 * for several threads.
 */
public final class DistinctCalls {

  /** Takes the calls that are kept. */
  public interface Output {

    /** A call without a request id, of the window that starts at {@code windowStart}. */
    void alone(Call call, long windowStart) throws IOException;

    /**
     * A call that had a request id, which is left out. Those of one window and attribution come
     * behind each other.
     *
     * @param duplicates how many more copies there are
     * @param conflicting how many of these differ from the one that is kept
     */
    void distinct(Call call, long windowStart, int duplicates, int conflicting) throws IOException;
  }

  /** About how much is held in memory at once. */
  private static final long PART_BYTES = 64L << 20;

  private final BlockStore store;
  private final TumblingWindow windows;
  private final NameCache cache = new NameCache();
  private NameNumbers names = new NameNumbers();

  /** Reads blocks of {@code store}. */
  public DistinctCalls(BlockStore store, TumblingWindow windows) {
    this.store = store;
    this.windows = windows;
  }

  /** Gives the distinct calls of {@code blocks}, which {@link CallWriter} packed. */
  public void forEach(Iterable<Block> blocks, Output output) throws IOException {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block.length();
    }
    int parts = Math.toIntExact(1 + bytes / PART_BYTES);
    for (int part = 0; part < parts; part++) {
      CallSet calls = new CallSet(windows, names, part, parts);
      for (Block block : blocks) {
        calls.addAll(block, store, cache, output);
      }
      calls.forEach(output);
    }
    // At the end: what a large group had is not held while the worker does other work.
    if (names.isFull()) {
      names = new NameNumbers();
    }
  }
}
