package io.tallybeam.fold;

import io.tallybeam.event.CallNames;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers names over blocks that are written at the same time, so that each of them finds its own
 * number in an array: one hash table for all blocks fits into a processor's cache.
 */
public final class NameOrdinals {

  private final Map<CallNames, Integer> ordinals = new HashMap<>();

  /** No names. */
  public NameOrdinals() {}

  int of(CallNames names) {
    Integer known = ordinals.get(names);
    if (known == null) {
      known = ordinals.size();
      ordinals.put(names, known);
    }
    return known;
  }
}
