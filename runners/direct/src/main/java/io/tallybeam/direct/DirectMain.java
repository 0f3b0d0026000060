package io.tallybeam.direct;

import io.tallybeam.Tallybeam;
import io.tallybeam.launch.TallybeamOptions;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** The main of {@code runners/run direct}. */
public final class DirectMain {

  private DirectMain() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(Tallybeam.run("direct", DirectMain::defaults, args));
  }

  /**
   * Volume instead of checks, which belong into tests; and blocks on the disk, because this runner
   * keeps every element in memory.
   */
  private static void defaults(PipelineOptions options) {
    options.setRunner(DirectRunner.class);
    DirectOptions direct = options.as(DirectOptions.class);
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
    direct.setTargetParallelism(Runtime.getRuntime().availableProcessors());
    TallybeamOptions tallybeam = options.as(TallybeamOptions.class);
    if (tallybeam.getSpillFolder().isEmpty()) {
      tallybeam.setSpillFolder(System.getProperty("java.io.tmpdir"));
    }
  }
}
