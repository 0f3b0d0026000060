package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a program is started, and which part of its run is measured. */
enum Start {
  /** A process started for it, from its start to its end. */
  COLD {
    @Override
    Use run(Program program, Workload workload, Path folder, Site site)
        throws IOException, InterruptedException {
      return MeasuredProcess.run(program.command(workload, folder, Program.NO_CLUSTER), folder);
    }
  },

  /** The last time of several in one process, as it tells itself. */
  AGAIN {
    @Override
    Use run(Program program, Workload workload, Path folder, Site site)
        throws IOException, InterruptedException {
      Use all = COLD.run(program, workload, folder, site);
      String[] last = Files.readString(folder.resolve("out")).strip().split(" ", -1);
      return new Use(
          Double.parseDouble(last[0]),
          Double.parseDouble(last[1]),
          all.peakMebibytes(),
          all.heapMebibytes());
    }
  },

  /** The second submission to a session cluster; the process that submits it is measured too. */
  SECOND_SUBMISSION {
    @Override
    Use run(Program program, Workload workload, Path folder, Site site)
        throws IOException, InterruptedException {
      Path first = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-first"));
      try (SessionCluster cluster = SessionCluster.start(site)) {
        MeasuredProcess.run(program.command(workload, first, site.flinkPort()), first);
        ProcessUse before = cluster.use();
        Use client =
            MeasuredProcess.run(program.command(workload, folder, site.flinkPort()), folder);
        ProcessUse after = cluster.use();
        return new Use(
            client.wallSeconds(),
            client.cpuSeconds() + after.cpuSeconds() - before.cpuSeconds(),
            client.peakMebibytes() + after.peakMebibytes(),
            0);
      }
    }
  };

  /** Runs {@code program} into {@code folder}, which is empty, and leaves its rows there. */
  abstract Use run(Program program, Workload workload, Path folder, Site site)
      throws IOException, InterruptedException;
}
