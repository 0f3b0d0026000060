package io.tallybeam.fold;

import io.tallybeam.bytes.ByteHash;
import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.CallCoding;
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
 *
 * <p>The entries lie in the order in which they were added; an open-addressing table a window finds
 * them, small enough for a processor's cache. No object a call.
 */
final class CallSet {

  private static final int CHUNK_BITS = 20;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;

  private final TumblingWindow windows;
  private final int part;
  private final int parts;
  private final NameNumbers names = new NameNumbers();
  private final WindowNumbers windowNumbers = new WindowNumbers();
  private final List<byte[]> chunks = new ArrayList<>();
  private int chunkUsed = CHUNK_BYTES;

  /** By the number of the window. */
  private final List<EntryIndex> indexes = new ArrayList<>();

  private int[] positions = new int[1 << 10];
  private int[] lengths = new int[1 << 10];
  private int[] nameNumbers = new int[1 << 10];
  private int[] windowsOf = new int[1 << 10];
  private int[] copies = new int[1 << 10];
  private int[] equalCopies = new int[1 << 10];
  private int size;

  /**
   * No calls.
   *
   * @param part which calls are kept, from 0
   * @param parts into how many parts the calls are divided, all copies of a call into the same
   */
  CallSet(TumblingWindow windows, int part, int parts) {
    this.windows = windows;
    this.part = part;
    this.parts = parts;
  }

  /**
   * Adds the calls of a block, as {@link CallWriter} packs them.
   *
   * @param alone takes those without a request id: they have no copies, and need not be kept
   */
  void addAll(Block block, BlockStore store, DistinctCalls.Output alone) throws IOException {
    // The numbers that the names of the block have in this set.
    int[] numbers = new int[16];
    int known = 0;
    try (CallReader calls = new CallReader(block, store)) {
      while (calls.next()) {
        if (calls.number() == known) {
          if (known == numbers.length) {
            numbers = Arrays.copyOf(numbers, known * 2);
          }
          numbers[known] = names.number(calls.names(known));
          known++;
        }
        add(numbers[calls.number()], calls.bytes(), calls.offset(), calls.length(), alone);
      }
    }
  }

  private void add(int name, byte[] bytes, int offset, int length, DistinctCalls.Output alone)
      throws IOException {
    ByteReader in = new ByteReader(bytes, offset, length);
    int idLength = (int) in.readVarLong();
    int idOffset = in.position();
    in.skip(idLength);
    long windowStart = windows.startOf(CallCoding.readTime(in));
    if (idLength == 0) {
      if (part == 0) {
        alone.alone(CallCoding.read(names.names(name), bytes, offset, length), windowStart);
      }
      return;
    }
    int window = windowNumbers.number(windowStart);
    // Ids are chosen by tenants: all bits of all bytes count, lest crafted ids pile up.
    long seed = ByteHash.mix(window, names.tenant(name));
    int hash = ByteHash.toInt(ByteHash.of(seed, bytes, idOffset, idLength));
    if (parts > 1 && Integer.remainderUnsigned(hash, parts) != part) {
      return;
    }
    int identity = idOffset + idLength - offset;
    EntryIndex index = index(window);
    for (int entry = index.first(hash); entry != EntryIndex.NONE; entry = index.next(hash)) {
      if (isCopy(entry, name, bytes, offset, identity)) {
        addCopy(entry, name, bytes, offset, length);
        return;
      }
    }
    if (size == positions.length) {
      grow();
    }
    index.add(hash, size);
    windowsOf[size] = window;
    copies[size] = 1;
    keep(size, name, bytes, offset, length);
    size++;
  }

  private EntryIndex index(int window) {
    while (window >= indexes.size()) {
      indexes.add(new EntryIndex());
    }
    return indexes.get(window);
  }

  private byte[] chunk(int entry) {
    return chunks.get(positions[entry] >>> CHUNK_BITS);
  }

  private int offset(int entry) {
    return positions[entry] & (CHUNK_BYTES - 1);
  }

  /** {@code identity} is how many of the bytes are the request id and its length before it. */
  private boolean isCopy(int entry, int name, byte[] bytes, int offset, int identity) {
    int at = offset(entry);
    return (nameNumbers[entry] == name || names.tenant(nameNumbers[entry]) == names.tenant(name))
        && lengths[entry] >= identity
        && Arrays.equals(chunk(entry), at, at + identity, bytes, offset, offset + identity);
  }

  private void addCopy(int entry, int name, byte[] bytes, int offset, int length) {
    copies[entry]++;
    int at = offset(entry);
    int order =
        Arrays.compareUnsigned(
            bytes, offset, offset + length, chunk(entry), at, at + lengths[entry]);
    if (order == 0 && name != nameNumbers[entry]) {
      order = names.names(name).compareTo(names.names(nameNumbers[entry]));
    }
    if (order == 0) {
      equalCopies[entry]++;
    } else if (order < 0) {
      keep(entry, name, bytes, offset, length);
    }
  }

  /** Copies the call: the bytes are a frame's, of which other calls may be of other parts. */
  private void keep(int entry, int name, byte[] bytes, int offset, int length) {
    if (chunkUsed + length > CHUNK_BYTES) {
      chunks.add(new byte[CHUNK_BYTES]);
      chunkUsed = 0;
    }
    int chunk = chunks.size() - 1;
    System.arraycopy(bytes, offset, chunks.get(chunk), chunkUsed, length);
    positions[entry] = (chunk << CHUNK_BITS) | chunkUsed;
    lengths[entry] = length;
    nameNumbers[entry] = name;
    equalCopies[entry] = 1;
    chunkUsed += length;
  }

  private void grow() {
    int capacity = size * 2;
    positions = Arrays.copyOf(positions, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    nameNumbers = Arrays.copyOf(nameNumbers, capacity);
    windowsOf = Arrays.copyOf(windowsOf, capacity);
    copies = Arrays.copyOf(copies, capacity);
    equalCopies = Arrays.copyOf(equalCopies, capacity);
  }

  /**
   * Gives every call that is kept to {@code output}, window by window, and in each those of the
   * same names behind each other: their sums stay in a processor's cache.
   */
  void forEach(DistinctCalls.Output output) throws IOException {
    int[] entries = new int[size];
    Arrays.setAll(entries, entry -> entry);
    entries = sorted(entries, nameNumbers, names.size());
    entries = sorted(entries, windowsOf, windowNumbers.size());
    for (int entry : entries) {
      output.distinct(
          CallCoding.read(
              names.names(nameNumbers[entry]), chunk(entry), offset(entry), lengths[entry]),
          windowNumbers.window(windowsOf[entry]),
          copies[entry] - 1,
          copies[entry] - equalCopies[entry]);
    }
  }

  /** The entries by {@code keys}, which are less than {@code count}; equal ones as they were. */
  private static int[] sorted(int[] entries, int[] keys, int count) {
    int[] starts = new int[count + 1];
    for (int entry : entries) {
      starts[keys[entry] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] sorted = new int[entries.length];
    for (int entry : entries) {
      sorted[starts[keys[entry]]++] = entry;
    }
    return sorted;
  }
}
