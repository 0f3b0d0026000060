package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionClockTest {

  @Test
  void knowsNothingBeforeTheFirstEvent() {
    assertThat(new PartitionClock(30, PartitionClock.NONE).watermark(), is(PartitionClock.NONE));
  }

  @Test
  void staysBehindTheLargestEventTime() {
    PartitionClock clock = new PartitionClock(30, PartitionClock.NONE);
    clock.observe(1_000);
    assertThat(clock.watermark(), is(970L));
    clock.observe(500);
    assertThat(clock.watermark(), is(970L));
    clock.observe(1_001);
    assertThat(clock.watermark(), is(971L));
  }

  @Test
  void goesOnWhereItWas() {
    PartitionClock clock = new PartitionClock(30, 970);
    assertThat(clock.watermark(), is(970L));
    clock.observe(999);
    assertThat(clock.watermark(), is(970L));
  }

  @Test
  void followsTheOthersAndTakesNoSecondDelay() {
    PartitionClock clock = new PartitionClock(30, 970);
    clock.advanceTo(2_000);
    assertThat(clock.watermark(), is(2_000L));
    clock.advanceTo(1_500);
    clock.advanceTo(PartitionClock.NONE);
    assertThat(clock.watermark(), is(2_000L));
    clock.observe(2_010);
    assertThat(clock.watermark(), is(2_000L));
    clock.observe(2_031);
    assertThat(clock.watermark(), is(2_001L));
  }

  @Test
  void isTheMaximumOfAllItWasTold() {
    Random random = new Random(3);
    for (int run = 0; run < 1_000; run++) {
      long delay = random.nextLong(100);
      PartitionClock clock = new PartitionClock(delay, PartitionClock.NONE);
      long expected = PartitionClock.NONE;
      for (int i = 0; i < 50; i++) {
        long time = random.nextLong(-1_000, 1_000);
        if (random.nextInt(10) == 0) {
          clock.advanceTo(time);
          expected = Math.max(expected, time);
        } else {
          clock.observe(time);
          expected = Math.max(expected, time - delay);
        }
        assertThat(clock.watermark(), is(expected));
      }
    }
  }

  @Test
  void theFirstOfAllTimesDoesNotWrapAround() {
    PartitionClock clock = new PartitionClock(30, PartitionClock.NONE);
    clock.observe(Long.MIN_VALUE + 10);
    assertThat(clock.watermark(), is(PartitionClock.NONE));
  }

  @Test
  void aDelayIsNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> new PartitionClock(-1, PartitionClock.NONE));
  }
}
