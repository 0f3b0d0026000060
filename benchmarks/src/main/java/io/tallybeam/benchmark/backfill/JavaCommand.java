package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A main of this module as a process of its own, with what {@code runners/run} gives Tallybeam's
 * JVM: heap, collector, thresholds of the optimizing compiler and large pages. Only an archive of
 * classes it has not.
 */
final class JavaCommand {

  /** What Flink's clusters open, for Iceberg's writer in one of this process. */
  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.io", "java.net", "java.nio", "java.util", "java.time", "java.text");

  private static final List<String> TUNED =
      List.of(
          "-Xmx2g",
          "-XX:+UseParallelGC",
          "-XX:MetaspaceSize=160m",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private JavaCommand() {}

  static List<String> of(Class<?> main, Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.addAll(TUNED);
    if (hasLargePages()) {
      command.add("-XX:+UseTransparentHugePages");
    }
    command.add(HeapLog.option(folder));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  private static boolean hasLargePages() {
    try {
      return !Files.readString(LARGE_PAGES).contains("[never]");
    } catch (IOException e) {
      return false;
    }
  }
}
