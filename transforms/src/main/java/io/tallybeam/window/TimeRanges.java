package io.tallybeam.window;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of points in time, as disjoint ranges: the windows that a run replaces.
 *
 * <p>Immutable. Touching and overlapping ranges are joined.
 */
public final class TimeRanges implements Serializable {

  private static final long serialVersionUID = 1;

  private final TreeMap<Long, Long> toByFrom = new TreeMap<>();

  private TimeRanges() {}

  /** The union of {@code ranges}. */
  public static TimeRanges of(Iterable<TimeRange> ranges) {
    TimeRanges union = new TimeRanges();
    ranges.forEach(union::add);
    return union;
  }

  private void add(TimeRange range) {
    long from = range.from();
    long to = range.to();
    NavigableMap<Long, Long> touching = toByFrom.headMap(to, true);
    while (!touching.isEmpty() && touching.lastEntry().getValue() >= from) {
      Map.Entry<Long, Long> joined = touching.pollLastEntry();
      from = Math.min(from, joined.getKey());
      to = Math.max(to, joined.getValue());
    }
    toByFrom.put(from, to);
  }

  /** Whether {@code time} lies in one of the ranges. */
  public boolean contains(long time) {
    Map.Entry<Long, Long> entry = toByFrom.floorEntry(time);
    return entry != null && time < entry.getValue();
  }

  /** Whether one of the ranges holds all of {@code [from, to]}, ends included. */
  public boolean containsAll(long from, long to) {
    Map.Entry<Long, Long> entry = toByFrom.floorEntry(from);
    return entry != null && to < entry.getValue();
  }

  /** Whether any of {@code [from, to]}, ends included, lies in one of the ranges. */
  public boolean intersects(long from, long to) {
    Map.Entry<Long, Long> entry = toByFrom.floorEntry(to);
    return entry != null && from < entry.getValue();
  }

  /** The ranges in ascending order: disjoint, and never touching. */
  public List<TimeRange> ranges() {
    List<TimeRange> ranges = new ArrayList<>(toByFrom.size());
    toByFrom.forEach((from, to) -> ranges.add(new TimeRange(from, to)));
    return ranges;
  }

  /** Whether there is no range. */
  public boolean isEmpty() {
    return toByFrom.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeRanges ranges && toByFrom.equals(ranges.toByFrom);
  }

  @Override
  public int hashCode() {
    return toByFrom.hashCode();
  }

  @Override
  public String toString() {
    return ranges().toString();
  }
}
