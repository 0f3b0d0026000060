package io.tallybeam.benchmark.peer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Does the same once or several times in this process, and tells what the last time took. */
final class TimedRuns {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private TimedRuns() {}

  /** What is measured. */
  interface Run {
    void run() throws Exception;
  }

  /** Prints wall seconds and CPU seconds of the last of {@code times}. */
  static void of(long times, Run run) throws Exception {
    double wall = 0;
    double cpu = 0;
    for (long i = 0; i < times; i++) {
      long cpuBefore = SYSTEM.getProcessCpuTime();
      long started = System.nanoTime();
      run.run();
      wall = (System.nanoTime() - started) / 1e9;
      cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
    }
    System.out.printf("%.3f %.3f%n", wall, cpu);
  }
}
