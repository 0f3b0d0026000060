package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.sql.BackfillSql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Flink SQL in batch mode, to an Iceberg table. */
record FlinkSql() implements Program {

  @Override
  public List<String> command(Workload workload, Path folder, long flinkPort) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--input=" + workload.folder());
    arguments.add("--warehouse=" + folder);
    arguments.add("--form=tvf");
    if (flinkPort != NO_CLUSTER) {
      arguments.add("--flink=" + flinkPort);
    }
    return JavaCommand.of(BackfillSql.class, folder, arguments);
  }

  @Override
  public void answer(Path folder, Path file) throws IOException {
    IcebergAnswer.write("polaris", folder, file);
  }

  @Override
  public boolean wholeAverages() {
    return true;
  }
}
