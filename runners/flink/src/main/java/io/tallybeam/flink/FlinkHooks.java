package io.tallybeam.flink;

import io.tallybeam.launch.RunnerHooks;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.FileStagingOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** What pipelines ask of Flink. */
public final class FlinkHooks implements RunnerHooks {

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
  public PipelineResult run(Pipeline pipeline) {
    StagedFiles.merge(pipeline.getOptions().as(FileStagingOptions.class));
    return pipeline.run();
  }

  @Override
  public int limitParallelism(PipelineOptions options, int most) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    int wanted = flink.getParallelism();
    flink.setParallelism(Math.min(wanted, most));
    return wanted;
  }

  /** In its managed memory, from where it spills itself, on whichever host. */
  @Override
  public boolean keepsInMemory() {
    return false;
  }

  @Override
  public boolean resumes(PipelineOptions options) {
    String savepoint = options.as(FlinkPipelineOptions.class).getSavepointPath();
    return savepoint != null && !savepoint.isEmpty();
  }

  @Override
  public Optional<String> mistake(PipelineOptions options, Throwable error) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (says(error, "Cannot find checkpoint or savepoint")) {
      return Optional.of(
          "--savepointPath="
              + flink.getSavepointPath()
              + ": the cluster finds no savepoint or checkpoint there");
    }
    if (causes(error)
        .anyMatch(at -> at instanceof ConnectException || at instanceof UnknownHostException)) {
      return Optional.of(
          "--flinkMaster=" + flink.getFlinkMaster() + ": no Flink cluster answers there");
    }
    return Optional.empty();
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
    return flink.getAttachedMode()
        ? ""
        : "Submitted "
            + flink.getJobName()
            + (flink.getFlinkMaster().startsWith("[")
                ? ""
                : " to http://" + flink.getFlinkMaster());
  }
}
