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
 * <p>An open-addressing table of positions in chunks of bytes: no object a call.
 */
final class CallSet {

  /** Takes the calls that are kept. */
  @FunctionalInterface
  interface Output {
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
  private int[] positions;
  private int[] lengths;
  private int[] hashes;
  private int[] copies;
  private int[] equalCopies;
  private int size;

  /**
   * No calls.
   *
   * @param part which calls are kept, from 0
   * @param parts into how many parts the calls are divided, all copies of a call into the same
   */
  CallSet(int part, int parts) {
    this.part = part;
    this.parts = parts;
    allocate(1 << 10);
  }

  private void allocate(int capacity) {
    positions = new int[capacity];
    Arrays.fill(positions, EMPTY);
    lengths = new int[capacity];
    hashes = new int[capacity];
    copies = new int[capacity];
    equalCopies = new int[capacity];
  }

  /** Adds the calls of a frame, as {@link CallBlocks} packs them. */
  void addAll(byte[] frame) {
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
    while (positions[slot] != EMPTY) {
      if (hashes[slot] == hash && sameIdentity(slot, frame, offset, identity)) {
        addCopy(slot, frame, offset, length);
        return;
      }
      slot = (slot + 1) & (positions.length - 1);
    }
    keep(slot, frame, offset, length);
    hashes[slot] = hash;
    copies[slot] = 1;
    if (++size * 2 > positions.length) {
      grow();
    }
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
    return ((hash * 0x9E3779B9) >>> 7) & (positions.length - 1);
  }

  private byte[] chunk(int slot) {
    return chunks.get(positions[slot] >>> CHUNK_BITS);
  }

  private int offset(int slot) {
    return positions[slot] & (CHUNK_BYTES - 1);
  }

  private boolean sameIdentity(int slot, byte[] frame, int offset, int identity) {
    int at = offset(slot);
    // An identity is never the beginning of another: it ends in the second zero byte of the names.
    return lengths[slot] >= identity
        && Arrays.equals(chunk(slot), at, at + identity, frame, offset, offset + identity);
  }

  private void addCopy(int slot, byte[] frame, int offset, int length) {
    copies[slot]++;
    int at = offset(slot);
    int order =
        Arrays.compareUnsigned(frame, offset, offset + length, chunk(slot), at, at + lengths[slot]);
    if (order == 0) {
      equalCopies[slot]++;
    } else if (order < 0) {
      keep(slot, frame, offset, length);
    }
  }

  /** Copies the call: a frame is mostly calls of other parts. */
  private void keep(int slot, byte[] frame, int offset, int length) {
    if (chunkUsed + length > CHUNK_BYTES) {
      chunks.add(new byte[CHUNK_BYTES]);
      chunkUsed = 0;
    }
    int chunk = chunks.size() - 1;
    System.arraycopy(frame, offset, chunks.get(chunk), chunkUsed, length);
    positions[slot] = (chunk << CHUNK_BITS) | chunkUsed;
    lengths[slot] = length;
    equalCopies[slot] = 1;
    chunkUsed += length;
  }

  private void grow() {
    int[] oldPositions = positions;
    int[] oldLengths = lengths;
    int[] oldHashes = hashes;
    int[] oldCopies = copies;
    int[] oldEqual = equalCopies;
    allocate(oldPositions.length * 2);
    for (int old = 0; old < oldPositions.length; old++) {
      if (oldPositions[old] != EMPTY) {
        int slot = slotOf(oldHashes[old]);
        while (positions[slot] != EMPTY) {
          slot = (slot + 1) & (positions.length - 1);
        }
        positions[slot] = oldPositions[old];
        lengths[slot] = oldLengths[old];
        hashes[slot] = oldHashes[old];
        copies[slot] = oldCopies[old];
        equalCopies[slot] = oldEqual[old];
      }
    }
  }

  /** Gives every call that is kept to {@code output}. */
  void forEach(Output output) throws IOException {
    for (int slot = 0; slot < positions.length; slot++) {
      if (positions[slot] != EMPTY) {
        byte[] chunk = chunk(slot);
        int at = offset(slot);
        output.call(
            CallCoding.read(chunk, at + WINDOW_BYTES, lengths[slot] - WINDOW_BYTES),
            new ByteReader(chunk, at, WINDOW_BYTES).readFixedLong(),
            copies[slot] - 1,
            copies[slot] - equalCopies[slot]);
      }
    }
  }
}
