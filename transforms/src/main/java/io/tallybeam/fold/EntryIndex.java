package io.tallybeam.fold;

/**
 * Finds entries by their hash: an open-addressing table of numbers. A slot holds the hash in its
 * upper half and one more than the entry in its lower one, so that few entries are looked at in
 * vain.
 */
final class EntryIndex {

  static final int NONE = -1;

  private long[] slots = new long[16];
  private int size;
  private int slot;

  /** The first entry with this hash, or {@link #NONE}; {@link #next} gives the others. */
  int first(int hash) {
    slot = slotOf(hash);
    return find(hash);
  }

  /** The entry behind the one that was found last, or {@link #NONE}. */
  int next(int hash) {
    slot = (slot + 1) & (slots.length - 1);
    return find(hash);
  }

  private int find(int hash) {
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      if ((int) (found >>> Integer.SIZE) == hash) {
        return (int) found - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }

  /** Adds {@code entry}, for whose hash {@link #NONE} was found last. */
  void add(int hash, int entry) {
    slots[slot] = slot(hash, entry);
    size++;
    if (size * 2 == slots.length) {
      grow();
    }
  }

  /** Puts {@code entry} in the place of the one that was found last, which has the same hash. */
  void replace(int hash, int entry) {
    slots[slot] = slot(hash, entry);
  }

  private static long slot(int hash, int entry) {
    return ((long) hash << Integer.SIZE) | (entry + 1);
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    for (long found : old) {
      if (found != 0) {
        slot = slotOf((int) (found >>> Integer.SIZE));
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = found;
      }
    }
  }

  private int slotOf(int hash) {
    return ((hash * 0x9E3779B9) >>> 7) & (slots.length - 1);
  }
}
