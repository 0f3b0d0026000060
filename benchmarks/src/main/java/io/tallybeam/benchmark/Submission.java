package io.tallybeam.benchmark;

import java.io.IOException;
import java.util.List;

/** A command that submits a job. */
final class Submission {

  private Submission() {}

  /** Runs it to its end, which comes when the job is accepted. */
  static void run(List<String> command) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("exit code " + code + " of " + command.get(0));
    }
  }
}
