package io.tallybeam.fold;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.KeyedHash;
import io.tallybeam.event.CallCoding;
import io.tallybeam.event.NameCache;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct calls with a request id of one group, or of a part of it: each window, tenant and
 * request id once.
 */
final class CallSet {

  private final TumblingWindow windows;
  private final int part;
  private final int parts;
  private final NameNumbers names;
  private final WindowNumbers windowNumbers = new WindowNumbers();

  /** By the number of the window. */
  private final List<WindowCalls> calls = new ArrayList<>();

  /**
   * No calls.
   *
   * @param names of the worker: those of other sets do no harm
   * @param part which calls are kept, from 0
   * @param parts into how many parts the calls are divided, all copies of a call into the same
   */
  CallSet(TumblingWindow windows, NameNumbers names, int part, int parts) {
    this.windows = windows;
    this.names = names;
    this.part = part;
    this.parts = parts;
  }

  /**
   * Adds the calls of a block, as {@link CallWriter} packs them.
   *
   * @param cache of the worker, since blocks have the same names again and again
   * @param output takes those without a request id: they have no copies, and need not be kept
   */
  void addAll(Block block, BlockStore store, NameCache cache, DistinctCalls.Output output)
      throws IOException {
    // The numbers that the names of the block have in this set.
    int[] numbers = new int[16];
    int known = 0;
    try (CallReader reader = new CallReader(block, store, cache)) {
      while (reader.next()) {
        if (reader.number() == known) {
          if (known == numbers.length) {
            numbers = Arrays.copyOf(numbers, known * 2);
          }
          numbers[known] = names.number(reader.names(known));
          known++;
        }
        add(numbers[reader.number()], reader.bytes(), reader.offset(), reader.length(), output);
      }
    }
  }

  private void add(int name, byte[] bytes, int offset, int length, DistinctCalls.Output output)
      throws IOException {
    ByteReader in = new ByteReader(bytes, offset, length);
    int idLength = (int) in.readVarLong();
    int idOffset = in.position();
    in.skip(idLength);
    long windowStart = windows.startOf(CallCoding.readTime(in));
    if (idLength == 0) {
      if (part == 0) {
        output.alone(CallCoding.read(names.names(name), bytes, offset, length), windowStart);
      }
      return;
    }
    if (parts > 1 && partOf(windowStart, bytes, idOffset, idLength) != part) {
      return;
    }
    int window = windowNumbers.number(windowStart);
    // Ids are chosen by tenants, who must not be able to make them pile up.
    int hash = KeyedHash.of(names.tenant(name), bytes, idOffset, idLength);
    calls(window).add(hash, name, bytes, offset, length, idOffset + idLength - offset);
  }

  /**
   * By content alone: numbers depend on the order of the blocks, which may be another each time.
   */
  private int partOf(long windowStart, byte[] bytes, int idOffset, int idLength) {
    return Integer.remainderUnsigned(KeyedHash.of(windowStart, bytes, idOffset, idLength), parts);
  }

  private WindowCalls calls(int window) {
    while (window >= calls.size()) {
      calls.add(new WindowCalls(names));
    }
    return calls.get(window);
  }

  /**
   * Gives every call that is kept to {@code output}, window by window, and in each those of the
   * same attribution behind each other. The set is of no use afterwards.
   */
  void forEach(DistinctCalls.Output output) throws IOException {
    if (calls.isEmpty()) {
      return;
    }
    int[] ranks = names.ranks();
    // From behind: what was given makes room for the rows that come of the others.
    for (int window = calls.size() - 1; window >= 0; window--) {
      calls.remove(window).forEach(ranks, windowNumbers.window(window), output);
    }
  }
}
