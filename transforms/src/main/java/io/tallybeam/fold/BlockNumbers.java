package io.tallybeam.fold;

/**
 * Numbers the names of one block, by their {@link NameOrdinals}: as small as the names of the block
 * are few, however many the other blocks have.
 */
final class BlockNumbers {

  /** The golden ratio of 32 bits, by which ordinals that follow each other lie apart. */
  private static final int SPREAD = 0x9E3779B9;

  /** Open addressing: one more than the ordinal, above the number; or 0. */
  private long[] slots = new long[1 << 4];

  private int size;

  /** How many names there are. */
  int size() {
    return size;
  }

  /** The number of the names with that ordinal: {@link #size} as it was, if they are new. */
  int of(int ordinal) {
    int slot = slotOf(ordinal);
    if (slots[slot] != 0) {
      return (int) slots[slot];
    }
    slots[slot] = (ordinal + 1L) << Integer.SIZE | size;
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return size - 1;
  }

  private int slotOf(int ordinal) {
    int mask = slots.length - 1;
    int slot = (ordinal * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
    while (slots[slot] != 0 && slots[slot] >>> Integer.SIZE != ordinal + 1L) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long entry : old) {
      if (entry != 0) {
        slots[slotOf((int) (entry >>> Integer.SIZE) - 1)] = entry;
      }
    }
  }
}
