package io.tallybeam.firing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeldWindowTest {

  @Test
  void isNothingWhereNothingIsKept() {
    assertThat(HeldWindow.of(null), is(nullValue()));
  }

  /** Each late parcel reads the state, and a window may hold a revision for each of its rows. */
  @Test
  void keepsRevisionsPackedWhereNoneIsAskedFor() {
    byte[] noRevisions = {3, 0, 1, -1, 7};

    HeldWindow held = HeldWindow.of(noRevisions);

    assertThat(held.firings(), is(3));
    assertThat(held.withFresh().toBytes(), is(new byte[] {3, 1, 1, -1, 7}));
  }

  /** In every order of what may happen to a window. */
  @Test
  void isReadAsItWasWritten() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      HeldWindow held = HeldWindow.opened();
      int firings = 0;
      boolean fresh = false;
      boolean ended = false;
      for (int i = 0; i < 20; i++) {
        switch (random.nextInt(3)) {
          case 0 -> {
            held = held.withFresh();
            fresh = true;
          }
          case 1 -> {
            ended = ended || random.nextBoolean();
            held = held.afterFiring(ended);
            firings++;
            fresh = false;
          }
          default -> {
            held = held.afterEnd();
            ended = true;
          }
        }
        held = HeldWindow.of(held.toBytes());
        assertThat(held.firings(), is(firings));
        assertThat(held.fresh(), is(fresh));
        assertThat(held.ended(), is(ended));
      }
    }
  }
}
