package io.tallybeam.dataflow;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.EventOptions;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.TallybeamOptions;
import java.util.Optional;
import org.apache.beam.runners.dataflow.DataflowJobAlreadyExistsException;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** What pipelines ask of Dataflow. */
public final class DataflowHooks implements RunnerHooks {

  /** Found by its name. */
  public DataflowHooks() {}

  @Override
  public void check(TallybeamOptions options) {
    WorkerSight.check(options);
  }

  @Override
  public Pipeline create(PipelineOptions options) {
    // Ours was read; to Dataflow the option of this name is a zone of Compute Engine, which
    // --workerZone is for.
    if (options instanceof EventOptions events) {
      events.setZone(null);
    }
    try {
      return Pipeline.create(options);
    } catch (RuntimeException e) {
      throw new UserError(mistake(options, e).orElseThrow(() -> e), e);
    }
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    pipeline.replaceAll(StableInput.overrides());
    return pipeline.run();
  }

  /** Dataflow divides a source itself, and a worker without a part holds nothing back. */
  @Override
  public int limitParallelism(PipelineOptions options, int most) {
    return most;
  }

  @Override
  public Optional<String> resumedBy(PipelineOptions options) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    if (dataflow.isUpdate()) {
      return Optional.of("--update");
    }
    return isEmpty(dataflow.getCreateFromSnapshot())
        ? Optional.empty()
        : Optional.of("--createFromSnapshot");
  }

  /** A launcher of Flex Templates submits the job itself, when this process has ended. */
  @Override
  public String submitted(PipelineOptions options) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    if (!isEmpty(dataflow.getTemplateLocation())) {
      return "Wrote the job " + dataflow.getJobName() + " to " + dataflow.getTemplateLocation();
    }
    return dataflow.isStreaming() ? "Submitted " + job(dataflow) : "";
  }

  @Override
  public Optional<String> awaited(PipelineOptions options) {
    return Optional.of(
        "Submitting "
            + job(options.as(DataflowPipelineOptions.class))
            + "; it goes on there if this command ends");
  }

  private static String job(DataflowPipelineOptions options) {
    return options.getJobName()
        + " to https://console.cloud.google.com/dataflow/jobs?project="
        + options.getProject();
  }

  @Override
  public Optional<String> mistake(PipelineOptions options, Throwable error) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    for (Throwable at = error; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains("efault credentials") || message.contains("Default Credentials")) {
        return Optional.of(
            "no Google credentials here; run gcloud auth application-default login, or set"
                + " GOOGLE_APPLICATION_CREDENTIALS");
      }
      if (at instanceof DataflowJobAlreadyExistsException) {
        return Optional.of(
            "--jobName="
                + dataflow.getJobName()
                + ": such a job runs already; name another, or replace it with --update");
      }
      if (at instanceof GoogleJsonResponseException refused && refused.getStatusCode() < 500) {
        return Optional.of(
            String.format(
                "Google Cloud refuses (%d): %s",
                refused.getStatusCode(),
                refused.getDetails() == null ? message : refused.getDetails().getMessage()));
      }
      if (at instanceof IllegalArgumentException && at.getCause() == null) {
        return Optional.of("Dataflow does not take the options: " + message);
      }
    }
    return Optional.empty();
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }
}
