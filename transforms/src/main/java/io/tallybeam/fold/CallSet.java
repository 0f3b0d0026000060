package io.tallybeam.fold;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct calls of one group, or of a part of it: each window, tenant and request id once.
 *
 * <p>An open-addressing table of entries, which lie in the order in which they were added: calls
 * that came together are folded together. No object a call.
 */
public final class CallSet {

  /** Takes the calls that are kept. */
  @FunctionalInterface
  public interface Output {
    /**
     * One call of the window that starts at {@code windowStart}.
     *
     * @param duplicates how many more copies there are
     * @param conflicting how many of these differ from the one that is kept
     */
    void call(Call call, long windowStart, int duplicates, int conflicting) throws IOException;
  }

  private static final int EMPTY = -1;
  private static final int CHUNK_BITS = 20;
  private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
  private static final int WINDOW_BYTES = 8;

  private final int part;
  private final int parts;
  private final List<byte[]> chunks = new ArrayList<>();
  private int chunkUsed = CHUNK_BYTES;

  /** The entry in each slot of the table. */
  private int[] slots = newSlots(1 << 11);

  private int[] positions = new int[1 << 10];
  private int[] lengths = new int[1 << 10];
  private int[] hashes = new int[1 << 10];
  private int[] copies = new int[1 << 10];
  private int[] equalCopies = new int[1 << 10];
  private int size;

  /**
   * No calls.
   *
   * @param part which calls are kept, from 0
   * @param parts into how many parts the calls are divided, all copies of a call into the same
   */
  public CallSet(int part, int parts) {
    this.part = part;
    this.parts = parts;
  }

  private static int[] newSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  /** Adds the calls of a frame, as {@link CallRecords} writes them. */
  public void addAll(byte[] frame) {
    ByteReader in = new ByteReader(frame, 0, frame.length);
    while (in.hasRemaining()) {
      int length = (int) in.readVarLong();
      int offset = in.position();
      int identity =
          WINDOW_BYTES
              + CallCoding.identityLength(frame, offset + WINDOW_BYTES, length - WINDOW_BYTES);
      int hash = hash(frame, offset, identity);
      if (Integer.remainderUnsigned(hash, parts) == part) {
        add(hash, identity, frame, offset, length);
      }
      in.skip(length);
    }
  }

  private void add(int hash, int identity, byte[] frame, int offset, int length) {
    int slot = slotOf(hash);
    for (int entry = slots[slot]; entry != EMPTY; entry = slots[slot]) {
      if (hashes[entry] == hash && sameIdentity(entry, frame, offset, identity)) {
        addCopy(entry, frame, offset, length);
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
    copies[size] = 1;
    keep(size, frame, offset, length);
    size++;
  }

  /** Ids are chosen by tenants: all bits of all bytes must count, lest crafted ids pile up. */
  private static int hash(byte[] bytes, int offset, int length) {
    long hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ (hash >>> 32));
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

  private boolean sameIdentity(int entry, byte[] frame, int offset, int identity) {
    int at = offset(entry);
    // An identity is never the beginning of another: it ends in the second zero byte of the names.
    return lengths[entry] >= identity
        && Arrays.equals(chunk(entry), at, at + identity, frame, offset, offset + identity);
  }

  private void addCopy(int entry, byte[] frame, int offset, int length) {
    copies[entry]++;
    int at = offset(entry);
    int order =
        Arrays.compareUnsigned(
            frame, offset, offset + length, chunk(entry), at, at + lengths[entry]);
    if (order == 0) {
      equalCopies[entry]++;
    } else if (order < 0) {
      keep(entry, frame, offset, length);
    }
  }

  /** Copies the call: a frame is mostly calls of other parts. */
  private void keep(int entry, byte[] frame, int offset, int length) {
    if (chunkUsed + length > CHUNK_BYTES) {
      chunks.add(new byte[CHUNK_BYTES]);
      chunkUsed = 0;
    }
    int chunk = chunks.size() - 1;
    System.arraycopy(frame, offset, chunks.get(chunk), chunkUsed, length);
    positions[entry] = (chunk << CHUNK_BITS) | chunkUsed;
    lengths[entry] = length;
    equalCopies[entry] = 1;
    chunkUsed += length;
  }

  /** Twice the entries, and twice as many slots as entries. */
  private void grow() {
    int capacity = size * 2;
    positions = Arrays.copyOf(positions, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    copies = Arrays.copyOf(copies, capacity);
    equalCopies = Arrays.copyOf(equalCopies, capacity);
    slots = newSlots(capacity * 2);
    for (int entry = 0; entry < size; entry++) {
      slots[emptySlot(hashes[entry])] = entry;
    }
  }

  /** Gives every call that is kept to {@code output}. */
  public void forEach(Output output) throws IOException {
    for (int entry = 0; entry < size; entry++) {
      byte[] chunk = chunk(entry);
      int at = offset(entry);
      output.call(
          CallCoding.read(chunk, at + WINDOW_BYTES, lengths[entry] - WINDOW_BYTES),
          new ByteReader(chunk, at, WINDOW_BYTES).readFixedLong(),
          copies[entry] - 1,
          copies[entry] - equalCopies[entry]);
    }
  }
}
