package io.tallybeam.sink;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.ThreadPools;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The threads in which Iceberg reads and writes manifests.
 *
 * <p>Iceberg looks every 10 ms whether its pool is done, several times a commit: with few manifests
 * that is longer than the work. With more of them the pool is kept: an object storage takes long
 * for each.
 */
final class ManifestThreads {

  private static final int FEW = 8;
  private static final ExecutorService CALLER = new Caller();

  private ManifestThreads() {}

  /**
   * The caller's own thread where {@code snapshot} of {@code table} has few manifests, or is none;
   * else Iceberg's pool.
   */
  static ExecutorService of(Table table, @Nullable Snapshot snapshot) {
    return snapshot == null || snapshot.allManifests(table.io()).size() <= FEW
        ? CALLER
        : ThreadPools.getWorkerPool();
  }

  /** Runs everything at once, and is never shut down. */
  private static final class Caller extends AbstractExecutorService {

    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
