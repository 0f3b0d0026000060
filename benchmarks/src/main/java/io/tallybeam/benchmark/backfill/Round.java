package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.answer.Answer;
import io.tallybeam.benchmark.answer.CompareAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every peer once, one after the other, and their answers compared.
 *
 * @param runs one for each peer
 * @param rows of the answer
 */
record Round(List<Run> runs, long rows) {

  /** Copies the list. */
  Round {
    runs = List.copyOf(runs);
  }

  /**
   * Runs all of {@code peers} in {@code work}, which is empty again afterwards.
   *
   * @throws IllegalStateException if a run failed or the answers differ
   */
  static Round of(List<Peer> peers, Workload workload, int number, Path work, Site site)
      throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    for (Peer peer : peers) {
      Path folder = Files.createDirectory(work.resolve(peer.name()));
      double load = load();
      System.err.printf("  round %d, %s ...%n", number, peer.name());
      Use use = peer.start().run(peer.program(), workload, folder, site);
      runs.add(new Run(peer, number, use, load));
      peer.program().answer(folder, work.resolve(peer.name() + ".answer"));
      delete(folder);
      delete(work.resolve(peer.name() + "-first"));
    }
    long rows = check(peers, workload, work);
    for (Peer peer : peers) {
      Files.delete(work.resolve(peer.name() + ".answer"));
    }
    return new Round(runs, rows);
  }

  /**
   * The first is the measure of the others. It must count every event once, so that a lone one is
   * checked too.
   */
  private static long check(List<Peer> peers, Workload workload, Path work) throws IOException {
    Peer first = first(peers);
    Path answer = work.resolve(first.name() + ".answer");
    long calls = Answer.calls(answer);
    if (calls != workload.events()) {
      throw new IllegalStateException(
          first.name() + " counts " + calls + " of " + workload.events() + " events");
    }
    for (Peer peer : peers) {
      if (!peer.equals(first)) {
        Optional<String> difference =
            CompareAnswers.difference(
                answer, work.resolve(peer.name() + ".answer"), peer.program().wholeAverages());
        if (difference.isPresent()) {
          throw new IllegalStateException("the answers differ: " + difference.get());
        }
      }
    }
    try (Stream<String> lines = Files.lines(answer)) {
      return lines.count();
    }
  }

  /** One that has averages to be compared with whole ones. */
  private static Peer first(List<Peer> peers) {
    return peers.stream()
        .filter(peer -> !peer.program().wholeAverages())
        .findFirst()
        .orElse(peers.get(0));
  }

  private static double load() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
