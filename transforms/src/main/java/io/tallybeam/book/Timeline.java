package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The entries of one name, in order of time, none of them at the same time as another. */
record Timeline(List<PriceEntry> entries) implements Serializable {

  /** An empty one. */
  static final Timeline NONE = new Timeline(List.of());

  Timeline {
    entries = entries.stream().sorted(Comparator.comparing(PriceEntry::effective)).toList();
  }

  /** The entry in force at {@code time}. */
  Optional<PriceEntry> at(long time) {
    return entries.stream().filter(entry -> entry.effective().contains(time)).findFirst();
  }

  /** The range of time around {@code time} in which {@link #at} gives the same. */
  TimeRange around(long time) {
    long from = Long.MIN_VALUE;
    for (PriceEntry entry : entries) {
      TimeRange effective = entry.effective();
      if (effective.contains(time)) {
        return effective;
      }
      if (effective.from() > time) {
        return new TimeRange(from, effective.from());
      }
      from = effective.to();
    }
    return new TimeRange(from, Long.MAX_VALUE);
  }
}
