package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

final class DataflowHooksTest {

  /** A message that names an option of another runner sends its reader astray. */
  @Test
  void namesTheOptionThatAStreamGoesOnBy() {
    assertThat(resumedBy("--jobName=j"), is(Optional.empty()));
    assertThat(resumedBy("--update"), is(Optional.of("--update")));
    assertThat(resumedBy("--createFromSnapshot=s"), is(Optional.of("--createFromSnapshot")));
  }

  private static Optional<String> resumedBy(String option) {
    return new DataflowHooks()
        .resumedBy(PipelineOptionsFactory.fromArgs(option).as(DataflowPipelineOptions.class));
  }
}
