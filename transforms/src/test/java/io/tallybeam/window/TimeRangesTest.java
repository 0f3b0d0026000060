package io.tallybeam.window;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

/** {@link TimeRanges} against a {@link BitSet} of the same milliseconds. */
class TimeRangesTest {

  /** Times of the model, from {@code -ZERO} to {@code SIZE - ZERO}. */
  private static final int SIZE = 160;

  private static final int ZERO = 80;

  @Test
  void aSetOfRangesIsTheSetOfTheirMilliseconds() {
    Random random = new Random(1);
    for (int round = 0; round < 1_000; round++) {
      List<TimeRange> ranges = ranges(random);
      BitSet model = model(ranges);
      TimeRanges set = TimeRanges.of(ranges);
      assertThat(set.ranges(), is(runs(model)));
      assertThat(set.isEmpty(), is(model.isEmpty()));
      for (int i = 0; i < SIZE; i++) {
        assertThat(set + " " + (i - ZERO), set.contains(i - ZERO), is(model.get(i)));
      }
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(SIZE);
        int to = from + random.nextInt(SIZE - from);
        String what = set + " from " + (from - ZERO) + " up to " + (to - ZERO);
        boolean all = model.nextClearBit(from) > to;
        int next = model.nextSetBit(from);
        assertThat(what, set.containsAll(from - ZERO, to - ZERO), is(all));
        assertThat(what, set.intersects(from - ZERO, to - ZERO), is(next >= 0 && next <= to));
      }
    }
  }

  @Test
  void theOrderOfRangesDoesNotShow() {
    Random random = new Random(2);
    for (int round = 0; round < 1_000; round++) {
      List<TimeRange> ranges = ranges(random);
      TimeRanges set = TimeRanges.of(ranges);
      Collections.shuffle(ranges, random);
      TimeRanges shuffled = TimeRanges.of(ranges);
      assertThat(shuffled, is(set));
      assertThat(shuffled.hashCode(), is(set.hashCode()));
      assertThat(SerializableUtils.clone(set), is(set));
    }
  }

  @Test
  void othersAreNotEqual() {
    TimeRanges one = TimeRanges.of(List.of(new TimeRange(0, 2)));
    assertThat(one, is(not(TimeRanges.of(List.of(new TimeRange(0, 1))))));
    assertThat(one, is(TimeRanges.of(List.of(new TimeRange(0, 1), new TimeRange(1, 2)))));
  }

  @Test
  void aRangeHoldsItsStartAndNotItsEnd() {
    TimeRange range = new TimeRange(-5, 5);
    assertThat(range.contains(-6), is(false));
    assertThat(range.contains(-5), is(true));
    assertThat(range.contains(4), is(true));
    assertThat(range.contains(5), is(false));
    assertThat(range.toString(), is("1969-12-31T23:59:59.995Z to 1970-01-01T00:00:00.005Z"));
    assertThat(TimeRange.ALWAYS.contains(Long.MIN_VALUE), is(true));
    assertThat(TimeRange.ALWAYS.toString().isEmpty(), is(false));
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TimeRange(5, 5));
    assertThrows(IllegalArgumentException.class, () -> new TimeRange(5, 4));
    assertThat(TimeRanges.of(List.of()).ranges(), is(empty()));
  }

  @Test
  void rangesSortByStartThenEnd() {
    List<TimeRange> sorted =
        List.of(
            new TimeRange(-9, 7), new TimeRange(1, 2), new TimeRange(1, 3), new TimeRange(2, 3));
    List<TimeRange> shuffled = new ArrayList<>(sorted);
    Collections.reverse(shuffled);
    Collections.sort(shuffled);
    assertThat(shuffled, is(sorted));
  }

  private static List<TimeRange> ranges(Random random) {
    List<TimeRange> ranges = new ArrayList<>();
    int longest = 1 + random.nextInt(30);
    for (int i = random.nextInt(12); i > 0; i--) {
      int from = random.nextInt(SIZE - 1);
      int to = Math.min(SIZE, from + 1 + random.nextInt(longest));
      ranges.add(new TimeRange(from - ZERO, to - ZERO));
    }
    return ranges;
  }

  private static BitSet model(List<TimeRange> ranges) {
    BitSet model = new BitSet();
    for (TimeRange range : ranges) {
      model.set((int) range.from() + ZERO, (int) range.to() + ZERO);
    }
    return model;
  }

  private static List<TimeRange> runs(BitSet model) {
    List<TimeRange> runs = new ArrayList<>();
    for (int from = model.nextSetBit(0); from >= 0; ) {
      int to = model.nextClearBit(from);
      runs.add(new TimeRange(from - ZERO, to - ZERO));
      from = model.nextSetBit(to);
    }
    return runs;
  }
}
