package io.tallybeam.rollup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundRunsTest {

  private static final String SCOPE = "BackgroundRunsTest";
  private static final Duration NO_TIME = Duration.ofMillis(1);
  private static final Duration EVER = Duration.ofHours(1);

  @Test
  void aShortRunIsWaitedFor() throws IOException {
    AtomicInteger done = new AtomicInteger();
    try (BackgroundRuns runs = new BackgroundRuns(SCOPE, EVER)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(runs.run("hours", () -> count(done)), is(true));
        assertThat(done.get(), is(i));
      }
    }
  }

  @Test
  void aLongRunGoesOnAndNoOtherOfItsNameBesideIt() throws Exception {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (BackgroundRuns runs = new BackgroundRuns(SCOPE, NO_TIME);
        BackgroundRuns ofAnotherThread = new BackgroundRuns(SCOPE, NO_TIME);
        BackgroundRuns ofAnotherJob = new BackgroundRuns("another", EVER)) {
      assertThat(
          runs.run(
              "hours",
              () -> {
                go.await();
                count(done);
                ended.countDown();
                return null;
              }),
          is(false));
      assertThat("not begun", runs.run("hours", () -> count(done)), is(false));
      assertThat("not begun", ofAnotherThread.run("hours", () -> count(done)), is(false));
      assertThat(ofAnotherJob.run("hours", () -> null), is(true));
      go.countDown();
      ended.await();
      assertThat(done.get(), is(1));
    }
  }

  @Test
  void aRunThatFailsAtOnceStopsNothingAndTheNextOneRuns() throws IOException {
    AtomicInteger done = new AtomicInteger();
    try (BackgroundRuns runs = new BackgroundRuns(SCOPE, EVER)) {
      boolean isFresh =
          runs.run(
              "hours",
              () -> {
                throw new IllegalStateException("no catalog");
              });
      assertThat(isFresh, is(false));
      assertThat(runs.run("hours", () -> count(done)), is(true));
      assertThat(done.get(), is(1));
    }
  }

  @Test
  void theEndInterruptsWhatRuns() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (BackgroundRuns runs = new BackgroundRuns(SCOPE, NO_TIME)) {
      runs.run(
          "hours",
          () -> {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            return null;
          });
    }
    interrupted.await();
  }

  private static Void count(AtomicInteger done) {
    done.incrementAndGet();
    return null;
  }
}
