package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.Arguments;
import io.tallybeam.benchmark.UsageError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs peers over the same files in turn, compares their answers, and prints what each took. */
final class CompareBackfills {

  private CompareBackfills() {}

  /**
   * Takes {@code --root} of the repository; {@code --input}, a folder with {@code --events} events
   * of {@code --tenants} tenants; {@code --peers}, of which the first is what the others are
   * measured by; {@code --repeat}; {@code --work}, an empty folder; {@code --flink} and {@code
   * --flinkPort}, folder and port for session clusters; {@code --log}, a file for every run, with
   * its {@code --series}; and {@code --patience}: a peer that has taken more seconds in this series
   * is left out, 0 for never. Exits with 1 if a run fails or an answer differs, with 2 on a
   * mistake.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      run(Arguments.of(args));
    } catch (UsageError e) {
      System.err.println("error: " + e.getMessage());
      System.exit(2);
    } catch (IllegalStateException e) {
      System.err.println("failed: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Arguments arguments) throws IOException, InterruptedException {
    Site site =
        new Site(
            Path.of(arguments.get("root")),
            Path.of(arguments.get("flink")),
            arguments.number("flinkPort"));
    Workload workload =
        new Workload(
            Path.of(arguments.get("input")),
            arguments.number("events"),
            arguments.number("tenants"));
    RunLog log = new RunLog(Path.of(arguments.get("log")), arguments.get("series"));
    Path work = Path.of(arguments.get("work"));
    long repeat = arguments.number("repeat");
    if (repeat < 1) {
      throw new UsageError("--repeat=" + repeat + ": expected at least 1");
    }
    List<Peer> peers =
        patient(Peers.of(site, arguments.get("peers")), log, arguments.number("patience"));
    if (peers.isEmpty()) {
      return;
    }
    long bytes = workload.warm();
    List<Round> rounds = new ArrayList<>();
    for (int number = 1; number <= repeat; number++) {
      Round round = Round.of(peers, workload, number, work, site);
      log.add(workload, round);
      rounds.add(round);
    }
    System.out.printf(
        "%,d events of %,d tenants, %,d bytes, %,d rows, equal in all of %d rounds%n",
        workload.events(), workload.tenants(), bytes, rounds.get(0).rows(), repeat);
    Summary.print(peers, workload, rounds, System.out);
  }

  private static List<Peer> patient(List<Peer> peers, RunLog log, long seconds) throws IOException {
    List<Peer> patient = new ArrayList<>();
    for (Peer peer : peers) {
      if (seconds > 0 && log.hasLonger(peer, seconds)) {
        System.err.printf("  without %s, which took over %d s%n", peer.name(), seconds);
      } else {
        patient.add(peer);
      }
    }
    return patient;
  }
}
