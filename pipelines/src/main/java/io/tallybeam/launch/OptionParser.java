package io.tallybeam.launch;

import io.tallybeam.error.UserError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads the options of a pipeline by Beam's means, and tells in plain words which one is wrong.
 *
 * @param runner its name in {@code runners/run <runner>}
 * @param command the pipeline
 * @param defaults arguments {@code --option=value} for the options that the user does not give
 * @param <O> the pipeline's options
 */
record OptionParser<O extends TallybeamOptions>(
    String runner, PipelineCommand<O> command, List<String> defaults) {

  private static final Set<OptionHelp.Kind> TEXTS =
      Set.of(OptionHelp.Kind.TEXT, OptionHelp.Kind.TEXTS);

  /** To this one nothing is a value: blocks then stay in memory. */
  private static final String MAY_BE_EMPTY = "--spillFolder";

  /**
   * The options that {@code args} give.
   *
   * @throws UserError if one is unknown, or has a value that it cannot have
   */
  O parse(String... args) {
    refuseEmpty(args);
    PipelineOptionsFactory.register(command.options());
    try {
      return PipelineOptionsFactory.fromArgs(withDefaults(args))
          .withValidation()
          .as(command.options());
    } catch (IllegalArgumentException e) {
      throw mistake(args, e);
    }
  }

  /** What a variable that is not set leaves of an option is no wish to go without it. */
  private void refuseEmpty(String... args) {
    Set<String> texts =
        OptionHelp.of(command).stream()
            .filter(option -> TEXTS.contains(option.kind()))
            .map(option -> "--" + option.name())
            .filter(name -> !name.equals(MAY_BE_EMPTY))
            .collect(Collectors.toSet());
    for (String arg : args) {
      if (arg.endsWith("=") && texts.contains(arg.substring(0, arg.length() - 1))) {
        throw new UserError(arg + ": is empty; leave it out or give a value");
      }
      // Beam would take it for the text "true".
      if (texts.contains(arg) || arg.equals(MAY_BE_EMPTY)) {
        throw new UserError(arg + ": has no value; give " + arg + "=...");
      }
    }
  }

  private String[] withDefaults(String... args) {
    Set<String> given = Arrays.stream(args).map(OptionParser::nameOf).collect(Collectors.toSet());
    Stream<String> missing = defaults.stream().filter(arg -> !given.contains(nameOf(arg)));
    return Stream.concat(missing, Arrays.stream(args)).toArray(String[]::new);
  }

  private static String nameOf(String arg) {
    return arg.replaceFirst("=.*$", "");
  }

  private UserError mistake(String[] args, IllegalArgumentException e) {
    List<String> wrong = wrong(args);
    String expected = wrong.size() == 1 ? expected(wrong.get(0)).orElse("") : "";
    if (!expected.isEmpty()) {
      return new UserError(wrong.get(0) + ": expected " + expected, e);
    }
    return new UserError(
        (wrong.isEmpty() ? "" : nameOf(wrong.get(0)) + ": ")
            + HelpText.oneLine(e.getMessage()).replaceFirst(" at \\[Source.*", "")
            + " ("
            + Invocation.of(runner)
            + " "
            + command.name()
            + " --help lists the options)",
        e);
  }

  /** The arguments of the option that Beam refuses, which its message does not always name. */
  private List<String> wrong(String... args) {
    Map<String, List<String>> byName =
        Arrays.stream(args)
            .collect(
                Collectors.groupingBy(
                    OptionParser::nameOf, LinkedHashMap::new, Collectors.toList()));
    for (List<String> option : byName.values()) {
      try {
        PipelineOptionsFactory.fromArgs(option.toArray(String[]::new)).as(command.options());
      } catch (IllegalArgumentException e) {
        return option;
      }
    }
    return List.of();
  }

  /** What an option of ours takes, where Beam would tell it in its own terms. */
  private Optional<String> expected(String arg) {
    String name = nameOf(arg);
    return OptionHelp.of(command).stream()
        .filter(option -> name.equals("--" + option.name()))
        .findFirst()
        .flatMap(
            option ->
                switch (option.kind()) {
                  case NUMBER ->
                      Optional.of(
                          arg.matches(".*=-?\\d+") ? "a number nearer to 0" : "a whole number");
                  case FLAG -> Optional.of("true or false");
                  case TEXT, TEXTS -> Optional.empty();
                });
  }
}
