package io.tallybeam.direct;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.Invocation;
import java.util.List;

/** The main of {@code runners/run direct} and of the runnable jar. */
public final class DirectMain {

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
        "--targetParallelism=" + Runtime.getRuntime().availableProcessors(),
        "--spillFolder=" + System.getProperty("java.io.tmpdir"));
  }
}
