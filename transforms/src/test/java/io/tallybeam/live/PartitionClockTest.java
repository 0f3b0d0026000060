package io.tallybeam.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class PartitionClockTest {

  @Test
  void knowsNothingAtFirst() {
    assertThat(
        new PartitionClock(30_000, PartitionClock.NONE).watermark(), is(PartitionClock.NONE));
  }

  @Test
  void isTheLargestOfAllThatItWasTold() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      long delay = random.nextInt(1_000);
      long expected = random.nextBoolean() ? PartitionClock.NONE : random.nextInt(5_000);
      PartitionClock clock = new PartitionClock(delay, expected);
      for (int i = 0; i < 50; i++) {
        long time = random.nextInt(10_000);
        if (random.nextBoolean()) {
          clock.observe(time);
          expected = Math.max(expected, time - delay);
        } else {
          clock.advanceTo(time);
          expected = Math.max(expected, time);
        }
        assertThat(clock.watermark(), is(expected));
      }
    }
  }
}
