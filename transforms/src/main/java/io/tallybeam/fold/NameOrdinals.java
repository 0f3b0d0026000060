package io.tallybeam.fold;

import io.tallybeam.event.CallNames;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Numbers names over blocks that are written at the same time, so that each of them finds its own
 * number in an array: one hash table for all blocks fits into a processor's cache. Open addressing:
 * names that a parser shares are found without a look at their bytes.
 */
public final class NameOrdinals {

  private @Nullable CallNames[] names = new CallNames[1 << 10];
  private int[] ordinals = new int[1 << 10];
  private int size;

  /** No names. */
  public NameOrdinals() {}

  int of(CallNames of) {
    int slot = slotOf(of);
    if (names[slot] != null) {
      return ordinals[slot];
    }
    if (size * 2 == names.length) {
      grow();
      slot = slotOf(of);
    }
    names[slot] = of;
    ordinals[slot] = size;
    return size++;
  }

  /** The slot of these names, or the empty one that is theirs. */
  private int slotOf(CallNames of) {
    int slot = of.hashCode() & (names.length - 1);
    while (names[slot] != null && !of.equals(names[slot])) {
      slot = (slot + 1) & (names.length - 1);
    }
    return slot;
  }

  private void grow() {
    @Nullable CallNames[] old = names;
    int[] oldOrdinals = ordinals;
    names = new CallNames[old.length * 2];
    ordinals = new int[old.length * 2];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        int slot = slotOf(old[i]);
        names[slot] = old[i];
        ordinals[slot] = oldOrdinals[i];
      }
    }
  }
}
