package io.tallybeam.benchmark.backfill;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What all rounds gave, as a table in Markdown. */
final class Summary {

  private Summary() {}

  static void print(List<Peer> peers, Workload workload, List<Round> rounds, PrintStream out) {
    double ours = wall(peers.get(0), rounds).median();
    out.printf(
        "%n| | wall s | CPU s | events/s | of %s | resident, at most | heap after a collection |%n",
        peers.get(0).name());
    out.println("|---|---|---|---|---|---|---|");
    for (Peer peer : peers) {
      List<Run> runs = runs(peer, rounds);
      Figures wall = wall(peer, rounds);
      double heap = Figures.of(runs, Use::heapMebibytes).max();
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %,.0f | %.2f | %.0f MiB | %s |%n",
          peer.description(),
          wall,
          Figures.of(runs, Use::cpuSeconds),
          workload.events() / wall.median(),
          ours / wall.median(),
          Figures.of(runs, Use::peakMebibytes).max(),
          heap == 0 ? "" : String.format(Locale.ROOT, "%.0f MiB", heap));
    }
  }

  private static Figures wall(Peer peer, List<Round> rounds) {
    return Figures.of(runs(peer, rounds), Use::wallSeconds);
  }

  private static List<Run> runs(Peer peer, List<Round> rounds) {
    return rounds.stream()
        .flatMap(round -> round.runs().stream())
        .filter(run -> run.peer().equals(peer))
        .toList();
  }
}
