package io.tallybeam.flink;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.Invocation;
import io.tallybeam.launch.Launcher;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The main of {@code runners/run flink} and of the jar that a cluster is given. */
public final class FlinkMain {

  private static final String MASTER = "--flinkMaster=";
  private static final String STORAGE = "--stateBackendStoragePath=";

  /** For more workers of one process Flink's network buffers do not do, nor a heap of 2 GB. */
  private static final int MOST_IN_PROCESS = 16;

  private FlinkMain() {}

  /**
   * Runs the command line. Ends the process with the exit code, unless that is a server's: there a
   * code other than 0 becomes an exception.
   */
  public static void main(String[] args) {
    Invocation.fromJar("flink run", FlinkMain.class);
    Optional<FlinkClient> client = FlinkClient.find();
    if (client.isEmpty() && needsFlink(args)) {
      System.err.println(
          "error: this jar is for a cluster, and has no Flink in it: give it to flink run, or start"
              + " runners/run flink");
      System.exit(Launcher.USER_ERROR);
    }
    List<String> defaults = defaults(client, args);
    if (defaults.stream().anyMatch(option -> option.startsWith(STORAGE))
        && Arrays.stream(args).noneMatch(arg -> arg.startsWith(STORAGE) || arg.equals("--help"))) {
      CheckpointFolder.make(CheckpointFolder.path());
    }
    int exit = Tallybeam.run("flink", defaults, args);
    if (client.isEmpty()) {
      System.exit(exit);
    } else if (exit != Launcher.DONE) {
      if (client.get().ownProcess()) {
        System.exit(exit);
      }
      throw new IllegalStateException("ended with exit code " + exit + "; its output says why");
    }
  }

  /** Help and versions are for everybody. */
  private static boolean needsFlink(String... args) {
    return !FlinkClient.hasFlink()
        && args.length > 0
        && !Arrays.asList(args).contains("--help")
        && !Set.of("help", "version", "--version").contains(args[0]);
  }

  /**
   * The client's cluster, or one in this process, unless {@code --flinkMaster} names another.
   * Elements are immutable, so that they need not be copied between steps; Beam allows one pass
   * over a group only unless told.
   */
  static List<String> defaults(Optional<FlinkClient> client, String... args) {
    List<String> defaults = new ArrayList<>();
    defaults.add("--runner=FlinkRunner");
    defaults.add("--fasterCopy=true");
    defaults.add("--reIterableGroupByKeyResult=true");
    defaults.add("--finishBundleBeforeCheckpointing=true");
    boolean remote =
        Arrays.stream(args)
            .anyMatch(arg -> arg.startsWith(MASTER) && !arg.startsWith(MASTER + "["));
    int processors = Runtime.getRuntime().availableProcessors();
    int workers = remote ? processors : Math.min(processors, MOST_IN_PROCESS);
    defaults.add("--parallelism=" + client.map(FlinkClient::parallelism).orElse(workers));
    boolean streaming = args.length > 0 && args[0].equals("streaming");
    if (remote) {
      defaults.add("--filesToStage=" + jars());
    }
    if (streaming && (remote || client.isPresent())) {
      // It has no end that could be waited for.
      defaults.add("--attachedMode=false");
    } else {
      client.ifPresent(known -> defaults.add("--attachedMode=" + known.attached()));
    }
    client
        .flatMap(FlinkClient::savepoint)
        .ifPresent(path -> defaults.add("--savepointPath=" + path));
    if (args.length > 0) {
      defaults.add("--jobName=tallybeam-" + args[0]);
    }
    if (streaming) {
      addStreaming(defaults, remote || client.isPresent());
    }
    return defaults;
  }

  /** Checkpoints are what is exactly-once; Flink makes none unless told. */
  private static void addStreaming(List<String> defaults, boolean cluster) {
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
    // In this process no later stream could go on from one.
    defaults.add("--retainExternalizedCheckpointsOnCancellation=" + cluster);
    // Every step of every worker is woken twice in this time, whether it has anything to do or not.
    defaults.add("--maxBundleTimeMills=1000");
    defaults.add("--autoWatermarkInterval=100");
    if (!cluster) {
      // A cluster has its own; the one in this process would keep checkpoints of 5 MB at most.
      defaults.add("--stateBackend=filesystem");
      defaults.add(STORAGE + CheckpointFolder.path().toUri());
    }
  }

  /** All but what a cluster has itself: a second Flink or a second logger would be in its way. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(jar -> !jar.matches(".*/(flink-(?!.*beam)|slf4j-|log4j-)[^/]*\\.jar"))
        .collect(Collectors.joining(","));
  }
}
