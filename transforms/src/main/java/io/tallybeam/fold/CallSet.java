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
 * <p>An open-addressing table of entries, which lie in the order in which they were added. No
 * object a call.
 */
final class CallSet {

  private static final int EMPTY = -1;
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;

  private final TumblingWindow windows;
  private final int part;
  private final int parts;
  private final NameNumbers names = new NameNumbers();
  private final WindowNumbers windowNumbers = new WindowNumbers();
  private final List<byte[]> chunks = new ArrayList<>();
  private int chunkUsed = CHUNK_BYTES;

  /** The entry in each slot of the table. */
  private int[] slots = newSlots(1 << 11);

  private int[] positions = new int[1 << 10];
  private int[] lengths = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
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

  private static int[] newSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, EMPTY);
    return slots;
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
        alone.call(CallCoding.read(names.names(name), bytes, offset, length), windowStart, 0, 0);
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
    int slot = slotOf(hash);
    for (int entry = slots[slot]; entry != EMPTY; entry = slots[slot]) {
      if (hashes[entry] == hash && isCopy(entry, name, window, bytes, offset, identity)) {
        addCopy(entry, name, bytes, offset, length);
        return;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size == positions.length) {
      grow();
      slot = emptySlot(hash);
    }
    slots[slot] = size;
    hashes[size] = hash;
    windowsOf[size] = window;
    copies[size] = 1;
    keep(size, name, bytes, offset, length);
    size++;
  }

  private int slotOf(int hash) {
    return ((hash * 0x9E3779B9) >>> 7) & (slots.length - 1);
  }

  private int emptySlot(int hash) {
    int slot = slotOf(hash);
    while (slots[slot] != EMPTY) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private byte[] chunk(int entry) {
    return chunks.get(positions[entry] >>> CHUNK_BITS);
  }

  private int offset(int entry) {
    return positions[entry] & (CHUNK_BYTES - 1);
  }

  /** {@code identity} is how many of the bytes are the request id and its length before it. */
  private boolean isCopy(int entry, int name, int window, byte[] bytes, int offset, int identity) {
    int at = offset(entry);
    return windowsOf[entry] == window
        && (nameNumbers[entry] == name || names.tenant(nameNumbers[entry]) == names.tenant(name))
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

  /** Twice the entries, and twice as many slots as entries. */
  private void grow() {
    int capacity = size * 2;
    positions = Arrays.copyOf(positions, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    nameNumbers = Arrays.copyOf(nameNumbers, capacity);
    windowsOf = Arrays.copyOf(windowsOf, capacity);
    copies = Arrays.copyOf(copies, capacity);
    equalCopies = Arrays.copyOf(equalCopies, capacity);
    slots = newSlots(capacity * 2);
    for (int entry = 0; entry < size; entry++) {
      slots[emptySlot(hashes[entry])] = entry;
    }
  }

  /** Gives every call that is kept to {@code output}, window by window. */
  void forEach(DistinctCalls.Output output) throws IOException {
    for (int entry : byWindow()) {
      output.call(
          CallCoding.read(
              names.names(nameNumbers[entry]), chunk(entry), offset(entry), lengths[entry]),
          windowNumbers.window(windowsOf[entry]),
          copies[entry] - 1,
          copies[entry] - equalCopies[entry]);
    }
  }

  /** The entries of each window behind each other: their sums fit into a processor's cache. */
  private int[] byWindow() {
    int[] starts = new int[windowNumbers.size() + 1];
    for (int entry = 0; entry < size; entry++) {
      starts[windowsOf[entry] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] entries = new int[size];
    for (int entry = 0; entry < size; entry++) {
      entries[starts[windowsOf[entry]]++] = entry;
    }
    return entries;
  }
}
