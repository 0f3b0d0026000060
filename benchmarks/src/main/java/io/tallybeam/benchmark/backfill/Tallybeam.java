package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tallybeam's backfill: all its tables with all their columns.
 *
 * @param site where its scripts are
 * @param runner {@code direct} or {@code flink}
 * @param options what is not as it is by default
 */
record Tallybeam(Site site, String runner, List<String> options) implements Program {

  @Override
  public List<String> command(Workload workload, Path folder, long flinkPort) {
    List<String> command = new ArrayList<>();
    command.add(site.script("runners/run"));
    command.add(runner);
    command.add("backfill");
    command.add("--input=" + workload.glob());
    command.add("--warehouse=" + folder);
    if (flinkPort != NO_CLUSTER) {
      command.add("--flinkMaster=localhost:" + flinkPort);
    }
    command.addAll(options);
    return command;
  }

  @Override
  public void answer(Path folder, Path file) throws IOException {
    IcebergAnswer.write("tallybeam", folder, file);
  }
}
