package io.tallybeam.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** Errors of Flink that are the user's to mend, by one line that names the option. */
class FlinkHooksTest {

  private static Optional<String> shortage(String message) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setParallelism(24);
    Exception error = new IllegalStateException("the job failed", new IOException(message));
    return new FlinkHooks().shortage(options, error);
  }

  @Test
  void tooManyWorkersForItsMemoryAreNamed() {
    String buffer =
        shortage("The record exceeds the maximum size of a sort buffer (current maximum: 9 bytes).")
            .orElseThrow();
    assertThat(buffer, startsWith("--parallelism=24: Flink has too little managed memory"));

    String network =
        shortage("Insufficient number of network buffers: required 16, but only 3 available.")
            .orElseThrow();
    assertThat(network, startsWith("--parallelism=24: Flink has too little network memory"));
  }

  @Test
  void anotherErrorIsNoShortage() {
    assertThat(shortage("the disk is full"), is(Optional.empty()));
  }
}
