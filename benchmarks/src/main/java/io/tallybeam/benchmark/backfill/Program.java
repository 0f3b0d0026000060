package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What makes the rows of some files, by a command. */
interface Program {

  /** Runs on a cluster in its own process, or on none. */
  long NO_CLUSTER = 0;

  /**
   * The command.
   *
   * @param folder an empty folder for what it writes
   * @param flinkPort the port of a session cluster, or {@link #NO_CLUSTER}
   */
  List<String> command(Workload workload, Path folder, long flinkPort);

  /** Writes the rows that the command left in {@code folder} as an answer. */
  void answer(Path folder, Path file) throws IOException;

  /** Whether averages are whole numbers, rounded down. */
  default boolean wholeAverages() {
    return false;
  }
}
