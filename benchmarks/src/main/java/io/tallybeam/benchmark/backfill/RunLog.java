package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Every run, a line each, in a file of comma-separated values that is only added to.
 *
 * @param file the file
 * @param series what a run belongs to, such as {@code events} of a curve
 */
record RunLog(Path file, String series) {

  private static final String HEADER =
      "series,events,tenants,rows,peer,round,wall_seconds,cpu_seconds,resident_mebibytes,"
          + "heap_mebibytes,load_before\n";

  private static final int PEER = 4;
  private static final int WALL = 6;

  void add(Workload workload, Round round) throws IOException {
    StringBuilder lines = new StringBuilder(Files.exists(file) ? "" : HEADER);
    for (Run run : round.runs()) {
      Use use = run.use();
      lines.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%d,%s,%d,%.2f,%.2f,%d,%d,%.2f%n",
              series,
              workload.events(),
              workload.tenants(),
              round.rows(),
              run.peer().name(),
              run.round(),
              use.wallSeconds(),
              use.cpuSeconds(),
              use.peakMebibytes(),
              use.heapMebibytes(),
              run.load()));
    }
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whether a run of a peer in this series has taken longer than so many seconds. */
  boolean hasLonger(Peer peer, long seconds) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .anyMatch(
            run ->
                run[0].equals(series)
                    && run[PEER].equals(peer.name())
                    && Double.parseDouble(run[WALL]) > seconds);
  }
}
