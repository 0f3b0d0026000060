package io.tallybeam.direct;

import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.TallybeamOptions;
import org.apache.beam.runners.direct.DirectOptions;

/** What pipelines ask of the Direct runner. */
public final class DirectHooks implements RunnerHooks {

  /** Each is a thread. */
  private static final int MOST_WORKERS = 1024;

  /** Found by its name. */
  public DirectHooks() {}

  /** With none the runner fails without a word. */
  @Override
  public void check(TallybeamOptions options) {
    int workers = options.as(DirectOptions.class).getTargetParallelism();
    OptionText.inRange("targetParallelism", workers, 1, MOST_WORKERS);
  }
}
