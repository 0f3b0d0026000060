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

  /** Of the logger that runners have which run in this process: of all, and of what is ours. */
  private static final List<String> LOG_LEVELS =
      List.of("org.slf4j.simpleLogger.defaultLogLevel", "org.slf4j.simpleLogger.log.io.tallybeam");

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
    if (Launcher.isVerbose(args)) {
      LOG_LEVELS.stream()
          .filter(level -> System.getProperty(level) == null)
          .forEach(level -> System.setProperty(level, "info"));
    }
    return new Launcher(runner, COMMANDS, defaults, Terminal.ofProcess()).run(args);
  }
}
