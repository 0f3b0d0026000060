package io.tallybeam.flink;

import io.tallybeam.Tallybeam;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The main of {@code runners/run flink}. */
public final class FlinkMain {

  private static final String MASTER = "--flinkMaster=";

  private FlinkMain() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(Tallybeam.run("flink", defaults(args), args));
  }

  /**
   * A cluster in this process unless {@code --flinkMaster} names another. Elements are immutable,
   * so that they need not be copied between steps; Beam allows one pass over a group only unless
   * told.
   */
  static List<String> defaults(String... args) {
    List<String> defaults = new ArrayList<>();
    defaults.add("--runner=FlinkRunner");
    defaults.add("--fasterCopy=true");
    defaults.add("--reIterableGroupByKeyResult=true");
    defaults.add("--parallelism=" + Runtime.getRuntime().availableProcessors());
    boolean remote =
        Arrays.stream(args)
            .anyMatch(arg -> arg.startsWith(MASTER) && !arg.startsWith(MASTER + "["));
    if (remote) {
      defaults.add("--filesToStage=" + jars());
    }
    if (args.length > 0) {
      defaults.add("--jobName=tallybeam-" + args[0]);
      if (args[0].equals("streaming")) {
        addStreaming(defaults, remote);
      }
    }
    return defaults;
  }

  /** Checkpoints are what is exactly-once; Flink makes none unless told. */
  private static void addStreaming(List<String> defaults, boolean remote) {
    defaults.add("--checkpointingInterval=10000");
    // Beam keeps what waits for a checkpoint in one buffer more than this, in turn: with two of
    // them it lets go of what came after a restored checkpoint before that is stable. So many are
    // under way at once only where one takes as many intervals: the pause counts from the last one
    // that completed, and so does not prevent it.
    defaults.add("--numConcurrentCheckpoints=4");
    defaults.add("--minPauseBetweenCheckpoints=100");
    // One that takes too long is tried again; a restart would only make it longer.
    defaults.add("--failOnCheckpointingErrors=false");
    defaults.add("--externalizedCheckpointsEnabled=true");
    defaults.add("--retainExternalizedCheckpointsOnCancellation=true");
    // Every step of every worker is woken twice in this time, whether it has anything to do or not.
    defaults.add("--maxBundleTimeMills=1000");
    defaults.add("--autoWatermarkInterval=100");
    if (remote) {
      defaults.add("--attachedMode=false");
    } else {
      // A cluster has its own; the one in this process would keep checkpoints of 5 MB at most.
      defaults.add("--stateBackend=filesystem");
      defaults.add(
          "--stateBackendStoragePath="
              + Path.of(System.getProperty("java.io.tmpdir"), "tallybeam-checkpoints").toUri());
    }
  }

  /** All but what a cluster has itself: a second Flink or a second logger would be in its way. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> !jar.matches(".*/(flink-(?!.*beam)|slf4j-|log4j-)[^/]*\\.jar"))
        .collect(Collectors.joining(","));
  }
}
