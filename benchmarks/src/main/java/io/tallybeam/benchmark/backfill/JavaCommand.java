package io.tallybeam.benchmark.backfill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main of this module as a process of its own, with the heap and the collector of Tallybeam's.
 */
final class JavaCommand {

  /** What Flink's clusters open, for Iceberg's writer in one of this process. */
  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.io", "java.net", "java.nio", "java.util", "java.time", "java.text");

  private JavaCommand() {}

  static List<String> of(Class<?> main, Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.add("-XX:+UseParallelGC");
    command.add("-Xmx2g");
    command.add(HeapLog.option(folder));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
