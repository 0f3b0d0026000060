package io.tallybeam.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used so far, by {@code /proc}. */
record ProcessUse(double cpuSeconds, long peakMebibytes) {

  /** The same on every Linux for processes. */
  private static final double TICKS_A_SECOND = 100;

  private static final int USER_TICKS = 11;

  static ProcessUse of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks =
        Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[USER_TICKS + 1]);
    long kibibytes =
        Files.readAllLines(process.resolve("status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElse(0);
    return new ProcessUse(ticks / TICKS_A_SECOND, kibibytes >> 10);
  }
}
