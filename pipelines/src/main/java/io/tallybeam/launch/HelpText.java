package io.tallybeam.launch;

import java.io.PrintStream;
import java.util.List;

/** The text of {@code --help}. */
final class HelpText {

  private static final int WIDTH = 76;

  private HelpText() {}

  static void list(String runner, List<PipelineCommand<?>> commands, PrintStream out) {
    out.printf("Usage: %s <pipeline> [--option=value ...]%n%n", Invocation.of(runner));
    commands.forEach(command -> out.printf("  %-14s %s%n", command.name(), command.summary()));
    out.printf("  %-14s %s%n", "version", "Says which version this is, and of what.");
    out.printf("%n<pipeline> --help lists its options. Options of Beam pass through.%n");
    out.printf("Exit codes: 0 done, 1 failed, 2 a mistake in the call or its input.%n");
  }

  static void options(String runner, PipelineCommand<?> command, PrintStream out) {
    out.printf("Usage: %s %s [--option=value ...]%n", Invocation.of(runner), command.name());
    out.printf("%n%s%n%n", command.summary());
    OptionHelp.of(command).forEach(option -> option(option, out));
    out.printf("Options of Beam and of the runner pass through.%n");
  }

  private static void option(OptionHelp option, PrintStream out) {
    String otherwise = option.defaultValue().map(value -> "  (default " + value + ")").orElse("");
    out.printf("  --%s=<%s>%s%n", option.name(), option.kind().label(), otherwise);
    StringBuilder line = new StringBuilder();
    for (String word : option.text().split(" ", -1)) {
      if (line.length() + word.length() > WIDTH - 6) {
        out.println("      " + line.toString().strip());
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    out.println("      " + line.toString().strip());
  }

  /** A message without its line breaks. */
  static String oneLine(String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
