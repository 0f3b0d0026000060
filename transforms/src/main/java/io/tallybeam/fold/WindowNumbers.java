package io.tallybeam.fold;

import io.tallybeam.partial.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers windows. Calls that come together are mostly of one window. */
final class WindowNumbers {

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Long> windows = new ArrayList<>();
  private long last = Key.NO_WINDOW;
  private int lastNumber;

  /** The number of the window that starts at {@code windowStart}. */
  int number(long windowStart) {
    if (windowStart != last || windows.isEmpty()) {
      last = windowStart;
      Integer known = numbers.putIfAbsent(windowStart, windows.size());
      if (known == null) {
        windows.add(windowStart);
      }
      lastNumber = known == null ? windows.size() - 1 : known;
    }
    return lastNumber;
  }

  /** The start of the window with that number. */
  long window(int number) {
    return windows.get(number);
  }

  /** How many windows there are. */
  int size() {
    return windows.size();
  }
}
