package io.tallybeam.launch;

import io.tallybeam.error.RootCause;
import io.tallybeam.error.RunStopped;
import io.tallybeam.error.UserError;
import io.tallybeam.storage.S3Clients;
import io.tallybeam.storage.VisibleSecrets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Turns a command line into a run, and its end into an exit code. */
public final class Launcher {

  /** The run did what it was asked to. */
  public static final int DONE = 0;

  /** The run failed. */
  public static final int FAILED = 1;

  /** The user can mend what is wrong. */
  public static final int USER_ERROR = 2;

  /** From the next one on the JDK throws where Hadoop asks who the user is. */
  private static final int NEWEST_JAVA = 22;

  private final String runner;
  private final List<PipelineCommand<?>> commands;
  private final List<String> defaults;
  private final Terminal terminal;

  /**
   * A command line for one runner.
   *
   * @param runner its name in {@code runners/run <runner>}
   * @param commands the pipelines
   * @param defaults arguments {@code --option=value} for the options that the user does not give
   */
  public Launcher(
      String runner, List<PipelineCommand<?>> commands, List<String> defaults, Terminal terminal) {
    this.runner = runner;
    this.commands = List.copyOf(commands);
    this.defaults = List.copyOf(defaults);
    this.terminal = terminal;
  }

  /** Runs {@code <pipeline> [--option=value ...]} and gives the exit code. */
  public int run(String... args) {
    boolean verbose = isVerbose(args);
    try {
      if (args.length == 0) {
        throw new UserError("name a pipeline: " + names() + "; --help says more");
      }
      if (args[0].equals("--help") || args[0].equals("help")) {
        HelpText.list(runner, commands, terminal.out());
        return DONE;
      }
      if (args[0].equals("--version") || args[0].equals("version")) {
        VersionText.print(runner, terminal.out());
        return DONE;
      }
      PipelineCommand<?> command =
          commands.stream()
              .filter(candidate -> words(args, wordsOf(candidate)).equals(candidate.name()))
              .findFirst()
              .orElseThrow(
                  () -> new UserError("no pipeline " + given(args) + "; there is: " + names()));
      run(command, Arrays.copyOfRange(args, wordsOf(command), args.length));
      return DONE;
    } catch (Throwable e) {
      return report(e, verbose);
    }
  }

  /** How many words of a command line name a command. */
  private static int wordsOf(PipelineCommand<?> command) {
    return command.name().split(" ", -1).length;
  }

  private static String words(String[] args, int count) {
    return Arrays.stream(args).limit(count).collect(Collectors.joining(" "));
  }

  /** All that can be meant for a name: what comes before the first option. */
  private static String given(String[] args) {
    String words =
        Arrays.stream(args).takeWhile(arg -> !arg.startsWith("-")).collect(Collectors.joining(" "));
    return words.isEmpty() ? args[0] : words;
  }

  /** Whether a command line asks for stack traces and the log of the libraries. */
  public static boolean isVerbose(String... args) {
    return Arrays.stream(args)
        .anyMatch(arg -> arg.equals("--verbose") || arg.equals("--verbose=true"));
  }

  private String names() {
    return String.join(", ", commands.stream().map(PipelineCommand::name).toList());
  }

  private <O extends TallybeamOptions> void run(PipelineCommand<O> command, String[] args)
      throws Exception {
    if (Arrays.asList(args).contains("--help")) {
      HelpText.options(runner, command, terminal.out());
      return;
    }
    checkJava(Runtime.version().feature());
    VisibleSecrets.refuse(args);
    PipelineOptionsFactory.register(S3Options.class);
    O options = new OptionParser<>(runner, command, defaults).parse(args);
    S3Clients.prefer(options);
    FileSystems.setDefaultPipelineOptions(options);
    command.run(options, terminal);
  }

  static void checkJava(int version) {
    if (version > NEWEST_JAVA) {
      throw new UserError("java is " + version + ": Tallybeam needs 17 to " + NEWEST_JAVA);
    }
  }

  private int report(Throwable thrown, boolean verbose) {
    if (verbose) {
      thrown.printStackTrace(terminal.err());
    }
    UserError mistake = find(thrown, UserError.class);
    if (mistake != null) {
      terminal.err().println("error: " + HelpText.oneLine(mistake.getMessage()));
      return USER_ERROR;
    }
    RunStopped stopped = find(thrown, RunStopped.class);
    if (stopped != null) {
      terminal.err().println("failed: " + HelpText.oneLine(stopped.getMessage()));
      return FAILED;
    }
    Throwable root = RootCause.of(thrown);
    if (root instanceof OutOfMemoryError) {
      terminal
          .err()
          .println(
              "failed: out of memory; give more heap (-Xmx4g; with runners/run"
                  + " TALLYBEAM_JAVA_OPTS=-Xmx4g), or, for days of very many calls, more --shards");
      return FAILED;
    }
    terminal
        .err()
        .println(
            "failed: "
                + HelpText.oneLine(root.getClass().getSimpleName() + ": " + root.getMessage())
                + (verbose ? "" : " (--verbose shows where)"));
    return FAILED;
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
