package io.tallybeam.flink;

import io.tallybeam.Tallybeam;
import java.util.List;

/** The main of {@code runners/run flink}. */
public final class FlinkMain {

  private FlinkMain() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(Tallybeam.run("flink", defaults(), args));
  }

  /**
   * A cluster in this process unless {@code --flinkMaster} names another. Elements are immutable,
   * so that they need not be copied between steps; Beam allows one pass over a group only unless
   * told.
   */
  private static List<String> defaults() {
    return List.of(
        "--runner=FlinkRunner",
        "--fasterCopy=true",
        "--reIterableGroupByKeyResult=true",
        "--parallelism=" + Runtime.getRuntime().availableProcessors());
  }
}
