package io.tallybeam.direct;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.Invocation;
import java.util.List;

/** The main of {@code runners/run direct} and of the runnable jar. */
public final class DirectMain {

  /** What a worker may hold of a large input, above what all of them share. */
  private static final long HEAP_OF_WORKER = 256L << 20;

  private DirectMain() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    Invocation.fromJar("java -jar", DirectMain.class);
    System.exit(Tallybeam.run("direct", defaults(), args));
  }

  /**
   * Volume instead of checks, which belong into tests; and blocks on the disk, because this runner
   * keeps every element in memory.
   */
  private static List<String> defaults() {
    return List.of(
        "--runner=DirectRunner",
        "--blockOnRun=false",
        "--enforceImmutability=false",
        "--enforceEncodability=false",
        "--targetParallelism="
            + workers(Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory()),
        "--spillFolder=" + System.getProperty("java.io.tmpdir"));
  }

  /** A worker for each processor, as far as the heap suffices for them. */
  static int workers(int processors, long heap) {
    return (int) Math.min(processors, Math.max(2, heap / HEAP_OF_WORKER));
  }
}
