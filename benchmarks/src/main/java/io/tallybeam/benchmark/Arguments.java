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
record Arguments(Map<String, String> named, List<String> command) {

  static Arguments of(String... args) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--")) {
        return new Arguments(named, Arrays.asList(args).subList(i + 1, args.length));
      }
      int equals = args[i].indexOf('=');
      if (!args[i].startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(args[i] + ": expected --name=value");
      }
      named.put(args[i].substring(2, equals), args[i].substring(equals + 1));
    }
    return new Arguments(named, List.of());
  }

  String get(String name) {
    String value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  long number(String name) {
    return Long.parseLong(get(name));
  }
}
