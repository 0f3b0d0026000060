package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a command to its end and tells what it took. */
final class MeasuredProcess {

  /** How often the resident memory is looked at; its peak is the kernel's, and only grows. */
  private static final long POLL_MILLIS = 50;

  private MeasuredProcess() {}

  /**
   * Runs {@code command}; what it prints goes to {@code out} in {@code folder}.
   *
   * @throws IllegalStateException if it ends with another code than 0; says what it printed
   */
  static Use run(List<String> command, Path folder) throws IOException, InterruptedException {
    Path errors = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(errors.toFile());
    builder.environment().merge("TALLYBEAM_JAVA_OPTS", HeapLog.option(folder), "%s %s"::formatted);
    double cpuBefore = ProcessUse.ofEndedChildren();
    long started = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, resident(process));
      }
    } finally {
      process.destroy();
    }
    double wall = (System.nanoTime() - started) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "exit code "
              + process.exitValue()
              + " of "
              + String.join(" ", command)
              + "\n"
              + Files.readString(errors));
    }
    return new Use(wall, ProcessUse.ofEndedChildren() - cpuBefore, peak, HeapLog.most(folder));
  }

  private static long resident(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(handle -> resident(handle.pid()))
        .sum();
  }

  private static long resident(long pid) {
    try {
      return ProcessUse.of(pid).peakMebibytes();
    } catch (IOException e) {
      // It has ended meanwhile.
      return 0;
    }
  }
}
