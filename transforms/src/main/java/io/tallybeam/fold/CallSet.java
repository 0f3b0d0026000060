package io.tallybeam.fold;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct calls of one group, each identity once.
 *
 * <p>An open-addressing table of positions in the frames that the calls came in: no object a call.
 */
final class CallSet {

  /** Takes the calls that are kept. */
  @FunctionalInterface
  interface Output {
    void call(Call call) throws IOException;
  }

  private static final int EMPTY = -1;

  private final List<byte[]> frames = new ArrayList<>();
  private int[] frameOf;
  private int[] offsets;
  private int[] lengths;
  private int[] hashes;
  private int[] copies;
  private int[] equalCopies;
  private int size;

  CallSet() {
    allocate(1 << 10);
  }

  private void allocate(int capacity) {
    frameOf = new int[capacity];
    Arrays.fill(frameOf, EMPTY);
    offsets = new int[capacity];
    lengths = new int[capacity];
    hashes = new int[capacity];
    copies = new int[capacity];
    equalCopies = new int[capacity];
  }

  /** Adds the calls of a frame, which is kept. */
  void addAll(byte[] frame) {
    frames.add(frame);
    ByteReader in = new ByteReader(frame, 0, frame.length);
    while (in.hasRemaining()) {
      int length = (int) in.readVarLong();
      add(frame, in.position(), length);
      in.skip(length);
    }
  }

  private void add(byte[] frame, int offset, int length) {
    int identity = CallCoding.identityLength(frame, offset, length);
    int hash = hash(frame, offset, identity);
    int slot = slotOf(hash);
    while (frameOf[slot] != EMPTY) {
      if (hashes[slot] == hash && sameIdentity(slot, frame, offset, identity)) {
        addCopy(slot, frame, offset, length);
        return;
      }
      slot = (slot + 1) & (frameOf.length - 1);
    }
    keep(slot, frames.size() - 1, offset, length);
    hashes[slot] = hash;
    copies[slot] = 1;
    if (++size * 2 > frameOf.length) {
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
    return ((hash * 0x9E3779B9) >>> 7) & (frameOf.length - 1);
  }

  private boolean sameIdentity(int slot, byte[] frame, int offset, int identity) {
    byte[] kept = frames.get(frameOf[slot]);
    int at = offsets[slot];
    // An identity is never the beginning of another: it ends in the second zero byte.
    return lengths[slot] >= identity
        && Arrays.equals(kept, at, at + identity, frame, offset, offset + identity);
  }

  private void addCopy(int slot, byte[] frame, int offset, int length) {
    copies[slot]++;
    byte[] kept = frames.get(frameOf[slot]);
    int at = offsets[slot];
    int order =
        Arrays.compareUnsigned(frame, offset, offset + length, kept, at, at + lengths[slot]);
    if (order == 0) {
      equalCopies[slot]++;
    } else if (order < 0) {
      keep(slot, frames.size() - 1, offset, length);
    }
  }

  private void keep(int slot, int frame, int offset, int length) {
    frameOf[slot] = frame;
    offsets[slot] = offset;
    lengths[slot] = length;
    equalCopies[slot] = 1;
  }

  private void grow() {
    int[] oldFrames = frameOf;
    int[] oldOffsets = offsets;
    int[] oldLengths = lengths;
    int[] oldHashes = hashes;
    int[] oldCopies = copies;
    int[] oldEqual = equalCopies;
    allocate(oldFrames.length * 2);
    for (int old = 0; old < oldFrames.length; old++) {
      if (oldFrames[old] != EMPTY) {
        int slot = slotOf(oldHashes[old]);
        while (frameOf[slot] != EMPTY) {
          slot = (slot + 1) & (frameOf.length - 1);
        }
        frameOf[slot] = oldFrames[old];
        offsets[slot] = oldOffsets[old];
        lengths[slot] = oldLengths[old];
        hashes[slot] = oldHashes[old];
        copies[slot] = oldCopies[old];
        equalCopies[slot] = oldEqual[old];
      }
    }
  }

  /** Gives every call that is kept to {@code output}. */
  void forEach(Output output) throws IOException {
    for (int slot = 0; slot < frameOf.length; slot++) {
      if (frameOf[slot] != EMPTY) {
        output.call(CallCoding.read(frames.get(frameOf[slot]), offsets[slot], lengths[slot]));
      }
    }
  }

  /** How many copies are not kept. */
  long duplicates() {
    long all = 0;
    for (int slot = 0; slot < frameOf.length; slot++) {
      all += frameOf[slot] == EMPTY ? 0 : copies[slot] - 1;
    }
    return all;
  }

  /** How many of the copies that are not kept differ from the one that is. */
  long conflictingDuplicates() {
    long all = 0;
    for (int slot = 0; slot < frameOf.length; slot++) {
      all += frameOf[slot] == EMPTY ? 0 : copies[slot] - equalCopies[slot];
    }
    return all;
  }
}
