package io.tallybeam.fold;

import io.tallybeam.bytes.ByteHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers windows. Calls that come together are mostly of few windows, which are remembered. */
final class WindowNumbers {

  private static final int REMEMBERED = 64;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Long> windows = new ArrayList<>();
  private final long[] lastStarts = new long[REMEMBERED];

  /** Of the windows in {@link #lastStarts}, or -1. */
  private final int[] lastNumbers = new int[REMEMBERED];

  WindowNumbers() {
    Arrays.fill(lastNumbers, -1);
  }

  /** The number of the window that starts at {@code windowStart}. */
  int number(long windowStart) {
    int slot = ByteHash.toInt(windowStart) & (REMEMBERED - 1);
    if (lastStarts[slot] != windowStart || lastNumbers[slot] < 0) {
      Integer known = numbers.putIfAbsent(windowStart, windows.size());
      if (known == null) {
        windows.add(windowStart);
      }
      lastStarts[slot] = windowStart;
      lastNumbers[slot] = known == null ? windows.size() - 1 : known;
    }
    return lastNumbers[slot];
  }

  /** The start of the window with that number. */
  long window(int number) {
    return windows.get(number);
  }
}
