package io.tallybeam.rollup;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of which each does what all before it left undone, and of which a long one goes on in the
 * background: no checkpoint passes a step that is busy, and no commit is made without one.
 *
 * <p>Called by one thread.
 */
final class BackgroundRuns implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRuns.class);
  private static final int SECONDS_TO_END = 10;

  /** What goes on in this process: a runner may have a copy of a step for each of its threads. */
  private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

  private final String scope;
  private final Duration patience;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tallybeam-roll-up");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * No runs.
   *
   * @param scope within which a name stands for one thing
   * @param patience for how long a run is waited for
   */
  BackgroundRuns(String scope, Duration patience) {
    this.scope = scope;
    this.patience = patience;
  }

  /**
   * Starts a run and waits for it, but not for long; does nothing while an earlier one of this name
   * goes on.
   *
   * @return whether the run is done; if not, there may be something left to do
   * @throws IOException if the thread is interrupted; a run that fails is told of in the log, and
   *     the next one does its work
   */
  boolean run(String name, Callable<Void> task) throws IOException {
    String key = scope + "/" + name;
    if (!RUNNING.add(key)) {
      LOG.info("{} is still being refreshed", name);
      return false;
    }
    Future<Void> run =
        submit(
            key,
            () -> {
              try {
                return task.call();
              } catch (Exception | Error e) {
                LOG.warn("{} could not be refreshed", name, e);
                throw e;
              } finally {
                RUNNING.remove(key);
              }
            });
    try {
      run.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      LOG.info("{} takes long to be refreshed, and goes on in the background", name);
      return false;
    } catch (ExecutionException e) {
      // Told already. Windows go on to be written: they need no roll-up.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " was refreshed", e);
    }
  }

  private Future<Void> submit(String key, Callable<Void> task) {
    try {
      return threads.submit(task);
    } catch (RuntimeException e) {
      RUNNING.remove(key);
      throw e;
    }
  }

  /** Ends all runs: what they wrote is of no table, and the next one does their work. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        LOG.info("A roll-up is still being refreshed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
