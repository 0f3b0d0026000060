package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Flink session cluster, started anew: one TaskManager with two slots and a task heap of 2 GB.
 */
final class SessionCluster implements AutoCloseable {

  /** What a TaskManager takes in all for a heap of 2 GB, by Flink's defaults. */
  private static final String TASK_MEMORY = "4700m";

  private static final List<String> PROCESSES = List.of("jobmanager", "taskmanager-1");

  private final Site site;

  private SessionCluster(Site site) {
    this.site = site;
  }

  static SessionCluster start(Site site) throws IOException, InterruptedException {
    SessionCluster cluster = new SessionCluster(site);
    cluster.close();
    delete(site.flink());
    cluster.service(
        "start",
        "--port=" + site.flinkPort(),
        "--taskManagers=1",
        "--slots=2",
        "--taskMemory=" + TASK_MEMORY);
    return cluster;
  }

  /** What its processes have used since they were started. */
  ProcessUse use() throws IOException {
    double cpu = 0;
    long peak = 0;
    for (String name : PROCESSES) {
      String pid = Files.readString(site.flink().resolve(name + ".pid")).strip();
      ProcessUse use = ProcessUse.of(Long.parseLong(pid));
      cpu += use.cpuSeconds();
      peak += use.peakMebibytes();
    }
    return new ProcessUse(cpu, peak);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    service("stop");
  }

  private void service(String action, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(site.script("runners/services"));
    command.add("flink");
    command.add(action);
    command.add("--folder=" + site.flink());
    command.addAll(List.of(options));
    Path out = Files.createTempFile("flink", ".out");
    try {
      // The servers keep what they inherit: a pipe to this process would never end.
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(out));
      }
    } finally {
      Files.delete(out);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
