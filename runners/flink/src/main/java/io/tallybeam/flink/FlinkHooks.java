package io.tallybeam.flink;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.TallybeamOptions;
import io.tallybeam.storage.LocalFolder;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.client.deployment.ClusterRetrieveException;
import org.apache.flink.runtime.client.JobSubmissionException;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** What pipelines ask of Flink. */
public final class FlinkHooks implements RunnerHooks {

  private static final String NOTHING = "the cluster finds no savepoint or checkpoint there";

  /** What Flink says of a savepoint that a job cannot go on from, and what we do. */
  private static final Map<String, String> SAVEPOINT_MISTAKES =
      Map.of(
          "Cannot find checkpoint or savepoint",
          NOTHING,
          "Cannot find meta data file '_metadata' in directory",
          NOTHING,
          "Cannot access file system for checkpoint/savepoint path",
          "the cluster cannot read from that file system; does it have the plugin for it?",
          "Cannot map checkpoint/savepoint state for operator",
          "its stream had other steps; give the --archive and --rollUpInterval the stream had");

  /** The most that Flink takes. */
  private static final int MOST_WORKERS = 1 << 15;

  /** Found by its name. */
  public FlinkHooks() {}

  @Override
  public Optional<String> version() {
    return Optional.of(
        FlinkClient.hasFlink()
            ? "flink " + EnvironmentInformation.getVersion()
            : "flink, as the cluster has it");
  }

  @Override
  public void check(TallybeamOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    requireValue("flinkMaster", flink.getFlinkMaster());
    checkBundles(flink);
    if (flink.getParallelism() != ExecutionConfig.PARALLELISM_DEFAULT) {
      OptionText.inRange("parallelism", flink.getParallelism(), 1, MOST_WORKERS);
    }
    checkSavepoint(flink);
  }

  /**
   * What a bundle gives at its end Beam holds back over a checkpoint, and not the watermark, unless
   * bundles end before it: calls would come behind the end of their window.
   */
  private static void checkBundles(FlinkPipelineOptions flink) {
    if (!flink.getFinishBundleBeforeCheckpointing()) {
      throw new UserError(
          "--finishBundleBeforeCheckpointing=false: calls of a stream could come behind their"
              + " watermark; leave it out");
    }
  }

  /**
   * Beam hands one to the cluster that it submits to itself, and drops it elsewhere. The cluster
   * has another working directory.
   */
  private static void checkSavepoint(FlinkPipelineOptions flink) {
    String path = flink.getSavepointPath();
    if (path == null) {
      return;
    }
    requireValue("savepointPath", path);
    if (isRemote(flink)) {
      flink.setSavepointPath(LocalFolder.absolute(path));
      return;
    }
    Optional<String> given = FlinkClient.find().flatMap(FlinkClient::savepoint);
    if (!given.equals(Optional.of(path))) {
      throw new UserError(
          "--savepointPath="
              + path
              + ": only a cluster named by --flinkMaster takes it; with flink run give -s "
              + path);
    }
  }

  private static void requireValue(String option, String value) {
    if (value.isBlank()) {
      throw new UserError("--" + option + "=" + value + ": is empty; leave it out or give a value");
    }
  }

  /** Whether Beam submits to a cluster itself: names in brackets stand for none. */
  private static boolean isRemote(FlinkPipelineOptions flink) {
    return !flink.getFlinkMaster().startsWith("[");
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    StagedFiles.merge(pipeline.getOptions().as(FileStagingOptions.class));
    return pipeline.run();
  }

  @Override
  public int limitParallelism(PipelineOptions options, int most) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    int wanted = flink.getParallelism();
    // Without a number Flink takes what it has.
    flink.setParallelism(wanted < 1 ? most : Math.min(wanted, most));
    return wanted;
  }

  /** In its managed memory, from where it spills itself, on whichever host. */
  @Override
  public boolean keepsInMemory() {
    return false;
  }

  @Override
  public Optional<String> resumedBy(PipelineOptions options) {
    return options.as(FlinkPipelineOptions.class).getSavepointPath() == null
        ? Optional.empty()
        : Optional.of("--savepointPath");
  }

  @Override
  public Optional<String> mistake(PipelineOptions options, Throwable error) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    // What comes of a submission has other errors around it.
    if (error instanceof IllegalArgumentException) {
      return Optional.of("Flink does not take the options: " + error.getMessage());
    }
    if (isUnanswered(error)) {
      String where = isRemote(flink) ? "--flinkMaster=" + flink.getFlinkMaster() : "flink run -m";
      return Optional.of(where + ": no Flink cluster answers there");
    }
    return SAVEPOINT_MISTAKES.entrySet().stream()
        .filter(mistake -> says(error, mistake.getKey()))
        .findFirst()
        .map(mistake -> "--savepointPath=" + flink.getSavepointPath() + ": " + mistake.getValue());
  }

  /** Whether a submission reached nobody. A step of a job, too, may connect to somewhere. */
  private static boolean isUnanswered(Throwable error) {
    return causes(error)
        .dropWhile(
            at -> !(at instanceof JobSubmissionException || at instanceof ClusterRetrieveException))
        .anyMatch(at -> at instanceof ConnectException || at instanceof UnknownHostException);
  }

  @Override
  public Optional<String> shortage(PipelineOptions options, Throwable error) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (says(error, "maximum size of a sort buffer")) {
      return Optional.of(
          tooWide(flink, "managed memory")
              + ", or more: a cluster by taskmanager.memory.managed.size, one in this process by its"
              + " heap, TALLYBEAM_JAVA_OPTS=-Xmx8g");
    }
    if (says(error, "Insufficient number of network buffers")) {
      return Optional.of(
          tooWide(flink, "network memory")
              + ", or more: a cluster by taskmanager.memory.network.max");
    }
    return Optional.empty();
  }

  private static boolean says(Throwable error, String text) {
    return causes(error).anyMatch(at -> String.valueOf(at.getMessage()).contains(text));
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
  }

  private static String tooWide(FlinkPipelineOptions flink, String memory) {
    return "--parallelism="
        + flink.getParallelism()
        + ": Flink has too little "
        + memory
        + " for so many workers; give it fewer";
  }

  @Override
  public String submitted(PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    return flink.getAttachedMode() ? "" : "Submitted " + flink.getJobName() + address(flink);
  }

  /** What was read is counted in TaskManagers, and no bar here could show it. */
  @Override
  public Optional<String> awaited(PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    String submitting = "Submitting " + flink.getJobName() + address(flink);
    return isRemote(flink)
        ? Optional.of(submitting + "; it goes on there if this command ends")
        : FlinkClient.find().map(client -> submitting + "; its page shows how far it is");
  }

  private static String address(FlinkPipelineOptions flink) {
    return isRemote(flink) ? " to http://" + flink.getFlinkMaster() : "";
  }
}
