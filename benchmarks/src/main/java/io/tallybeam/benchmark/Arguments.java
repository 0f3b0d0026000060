package io.tallybeam.benchmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a main: {@code --name=value}, and behind {@code --} a command.
 *
 * @param named the values by name
 * @param command what stood behind {@code --}
 */
public record Arguments(Map<String, String> named, List<String> command) {

  /** Copies both. */
  public Arguments {
    named = Map.copyOf(named);
    command = List.copyOf(command);
  }

  /**
   * Reads a command line.
   *
   * @throws UsageError if an argument has another form
   */
  public static Arguments of(String... args) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--")) {
        return new Arguments(named, Arrays.asList(args).subList(i + 1, args.length));
      }
      int equals = args[i].indexOf('=');
      if (!args[i].startsWith("--") || equals < 0) {
        throw new UsageError(args[i] + ": expected --name=value");
      }
      named.put(args[i].substring(2, equals), args[i].substring(equals + 1));
    }
    return new Arguments(named, List.of());
  }

  /**
   * The value of a name.
   *
   * @throws UsageError if there is none
   */
  public String get(String name) {
    String value = named.get(name);
    if (value == null) {
      throw new UsageError("--" + name + " is missing");
    }
    return value;
  }

  /** The value of a name, or {@code otherwise}. */
  public String get(String name, String otherwise) {
    return named.getOrDefault(name, otherwise);
  }

  /**
   * A whole number of at least 0.
   *
   * @throws UsageError if there is none
   */
  public long number(String name) {
    String value = get(name);
    if (!value.matches("[0-9]{1,18}")) {
      throw new UsageError("--" + name + "=" + value + ": expected a whole number");
    }
    return Long.parseLong(value);
  }
}
