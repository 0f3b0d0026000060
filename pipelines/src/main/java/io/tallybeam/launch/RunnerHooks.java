package io.tallybeam.launch;

import io.tallybeam.error.UserError;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a pipeline asks of its runner in the runner's own terms. A runner's module provides one. */
public interface RunnerHooks {

  /**
   * Refuses what cannot work on this runner. Comes first, before anything is made or asked for.
   *
   * @throws UserError if the options ask for such a thing
   */
  default void check(TallybeamOptions options) {}

  /**
   * An empty pipeline. All options have been read, and nothing has been made yet.
   *
   * @throws UserError if the runner does not take the options
   */
  default Pipeline create(PipelineOptions options) {
    return Pipeline.create(options);
  }

  /** Runs a pipeline whose graph is complete. */
  default PipelineResult run(Pipeline pipeline) {
    return pipeline.run();
  }

  /**
   * The same where what comes out of it is a failure of the start, and none of a step.
   *
   * @throws UserError if a user can mend that it did not start
   */
  default PipelineResult start(Pipeline pipeline) {
    try {
      return run(pipeline);
    } catch (RuntimeException e) {
      String mistake = mistake(pipeline.getOptions(), e).orElseThrow(() -> e);
      throw new UserError(mistake, e);
    }
  }

  /** Waits until a pipeline has ended as it should; fails if it ends otherwise. */
  static void requireDone(PipelineResult job) {
    PipelineResult.State end = job.waitUntilFinish();
    if (end != PipelineResult.State.DONE) {
      throw new IllegalStateException("the runner ended the pipeline as " + end);
    }
  }

  /**
   * Reads no more than {@code most} parts of a source at once: a worker of Flink that has no part
   * would hold back the watermark for ever.
   *
   * @return the parallelism that was asked for before
   */
  default int limitParallelism(PipelineOptions options, int most) {
    return most;
  }

  /**
   * Whether what waits between two steps is in the memory of this process, unless it is spilled.
   */
  default boolean keepsInMemory() {
    return true;
  }

  /** The option by which the run goes on from the state of an earlier one, if it does. */
  default Optional<String> resumedBy(PipelineOptions options) {
    return Optional.empty();
  }

  /**
   * How a job that goes on without this process is reached, in one line; empty if its end is waited
   * for.
   */
  default String submitted(PipelineOptions options) {
    return "";
  }

  /**
   * How a job is reached that runs elsewhere and whose end is waited for, in one line. It is shown
   * before {@link #run}, which may wait for that end already.
   */
  default Optional<String> awaited(PipelineOptions options) {
    return Optional.empty();
  }

  /** What a user can mend where a pipeline could not be submitted, if it is such a thing. */
  default Optional<String> mistake(PipelineOptions options, Throwable error) {
    return Optional.empty();
  }

  /** What a user can give more of where a pipeline ran and the runner had too little for it. */
  default Optional<String> shortage(PipelineOptions options, Throwable error) {
    return Optional.empty();
  }

  /** The runner's name, and the version of what it runs on if that is not Beam's. */
  default Optional<String> version() {
    return Optional.empty();
  }

  /** Those of the runner on the class path. */
  static RunnerHooks find() {
    return ServiceLoader.load(RunnerHooks.class).findFirst().orElse(new RunnerHooks() {});
  }
}
