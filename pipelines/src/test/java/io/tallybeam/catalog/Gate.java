package io.tallybeam.catalog;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds a run at its first commit to one table, so that others can come between. */
public final class Gate implements EdgeCatalog.Edge {

  /** Only to end a test that hangs. */
  private static final long PATIENCE_SECONDS = 60;

  private final String table;
  private final AtomicBoolean passed = new AtomicBoolean();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** A gate before the first commit to {@code table}. */
  public Gate(String table) {
    this.table = table;
  }

  @Override
  public void commit(String name, Runnable commit) {
    if (name.equals(table) && passed.compareAndSet(false, true)) {
      reached.countDown();
      await(opened);
    }
    commit.run();
  }

  /** Waits until a run stands at the gate. */
  public void awaitReached() {
    await(reached);
  }

  /** Lets the run go on. */
  public void open() {
    opened.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the run never came to the gate, or nobody opened it");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
