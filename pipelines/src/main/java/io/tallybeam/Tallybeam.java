package io.tallybeam;

import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.focus.ExportFocusCommand;
import io.tallybeam.generate.GenerateCommand;
import io.tallybeam.late.LateCommand;
import io.tallybeam.latest.WindowsCommand;
import io.tallybeam.launch.Launcher;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import io.tallybeam.maintain.MaintainCommand;
import io.tallybeam.prices.PricesCheckCommand;
import io.tallybeam.prices.PricesExplainCommand;
import io.tallybeam.streaming.StreamingCommand;
import java.util.List;
import java.util.Locale;

/** What a runner's main starts. */
public final class Tallybeam {

  /** Every pipeline. A new one is a line here. */
  private static final List<PipelineCommand<?>> COMMANDS =
      List.of(
          new StreamingCommand(),
          new BackfillCommand(),
          new WindowsCommand(),
          new LateCommand(),
          new MaintainCommand(),
          new PricesCheckCommand(),
          new PricesExplainCommand(),
          new ExportFocusCommand(),
          new GenerateCommand());

  /** Of the logger that runners have which run in this process. */
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Tallybeam() {}

  /**
   * Runs a command line.
   *
   * @param runner the runner's name in {@code runners/run <runner>}
   * @param defaults arguments for the options that the user does not give
   * @return the exit code
   */
  public static int run(String runner, List<String> defaults, String... args) {
    // Numbers are printed alike for everybody, so that scripts can read them.
    Locale.setDefault(Locale.ROOT);
    if (Launcher.isVerbose(args) && System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "info");
    }
    return new Launcher(runner, COMMANDS, defaults, Terminal.ofProcess()).run(args);
  }
}
