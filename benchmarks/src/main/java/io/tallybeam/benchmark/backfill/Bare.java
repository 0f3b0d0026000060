package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.answer.Answer;
import io.tallybeam.benchmark.peer.BareLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A loop in one thread, to a file of text.
 *
 * @param runs how often in one process
 */
record Bare(int runs) implements Program {

  private static final String ROWS = "rows.tsv";

  @Override
  public List<String> command(Workload workload, Path folder, long flinkPort) {
    return JavaCommand.of(
        BareLoop.class,
        folder,
        List.of(
            "--input=" + workload.folder(), "--output=" + folder.resolve(ROWS), "--runs=" + runs));
  }

  @Override
  public void answer(Path folder, Path file) throws IOException {
    Files.move(folder.resolve(ROWS), file);
    Answer.sort(file);
  }
}
