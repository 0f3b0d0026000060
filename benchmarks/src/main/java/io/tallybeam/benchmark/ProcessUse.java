package io.tallybeam.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far, by {@code /proc}.
 *
 * @param cpuSeconds of user and system
 * @param peakMebibytes the most that was resident
 */
public record ProcessUse(double cpuSeconds, long peakMebibytes) {

  /** The same on every Linux for processes. */
  private static final double TICKS_A_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int CHILDREN_TICKS = 13;

  /** Of one process, which runs. */
  public static ProcessUse of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    long kibibytes =
        Files.readAllLines(process.resolve("status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElse(0);
    return new ProcessUse(seconds(process, USER_TICKS), kibibytes >> 10);
  }

  /** CPU seconds of all children of this process that have ended, and of theirs: to the tick. */
  public static double ofEndedChildren() throws IOException {
    return seconds(Path.of("/proc/self"), CHILDREN_TICKS);
  }

  /** The sum of user and system, which stand side by side. */
  private static double seconds(Path process, int field) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Double.parseDouble(fields[field]) + Double.parseDouble(fields[field + 1]))
        / TICKS_A_SECOND;
  }
}
