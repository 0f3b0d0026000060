package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.peer.DuckDbAnswer;
import io.tallybeam.benchmark.peer.DuckDbBackfill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * DuckDB on two threads, to a Parquet file.
 *
 * @param runs how often in one process
 */
record DuckDb(int runs) implements Program {

  private static final String ROWS = "rows.parquet";

  @Override
  public List<String> command(Workload workload, Path folder, long flinkPort) {
    return JavaCommand.of(
        DuckDbBackfill.class,
        folder,
        List.of(
            "--input=" + workload.glob(),
            "--output=" + folder.resolve(ROWS),
            "--temporary=" + folder.resolve("temporary"),
            "--runs=" + runs));
  }

  @Override
  public void answer(Path folder, Path file) throws IOException {
    DuckDbAnswer.write(folder.resolve(ROWS), file);
  }
}
