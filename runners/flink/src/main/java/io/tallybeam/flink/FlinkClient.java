package io.tallybeam.flink;

import java.util.Optional;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The client of Flink that runs this main, if one does: {@code flink run}, or a JobManager that was
 * given the jar. It knows the cluster, and what of it the user asked for.
 *
 * @param parallelism of the job
 * @param attached whether the client waits for the end of the job
 * @param savepoint what the job goes on from
 * @param ownProcess whether the process is the client's and no server's
 */
record FlinkClient(
    int parallelism, boolean attached, Optional<String> savepoint, boolean ownProcess) {

  /** Flink's own main, which calls ours. */
  private static final String COMMAND_LINE = "org.apache.flink.client.cli.CliFrontend";

  private static final String FLINK = "org.apache.flink.configuration.Configuration";

  /** Whether there are classes of Flink at all: the jar has none. */
  static boolean hasFlink() {
    try {
      Class.forName(FLINK, false, FlinkClient.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The client; empty where a pipeline makes its own. */
  static Optional<FlinkClient> find() {
    if (!hasFlink() || StreamExecutionEnvironment.areExplicitEnvironmentsAllowed()) {
      return Optional.empty();
    }
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!(environment instanceof StreamContextEnvironment)) {
      return Optional.empty();
    }
    ReadableConfig configuration = environment.getConfiguration();
    return Optional.of(
        new FlinkClient(
            environment.getParallelism(),
            configuration.get(DeploymentOptions.ATTACHED),
            configuration.getOptional(SavepointConfigOptions.SAVEPOINT_PATH),
            isCommandLine()));
  }

  private static boolean isCommandLine() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(COMMAND_LINE)));
  }
}
