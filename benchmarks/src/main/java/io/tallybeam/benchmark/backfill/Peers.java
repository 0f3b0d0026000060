package io.tallybeam.benchmark.backfill;

import io.tallybeam.benchmark.UsageError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that can be compared. */
final class Peers {

  private Peers() {}

  private static List<Peer> all(Site site) {
    Program direct = new Tallybeam(site, "direct", List.of());
    Program kept = new Tallybeam(site, "direct", List.of("--deduplicate=false"));
    // Every call is priced, but what it reports counts: by the book cache hits would be free, and
    // the
    // answer another one.
    Program priced =
        new Tallybeam(
            site,
            "direct",
            List.of(
                "--prices=" + site.script("benchmarks/prices.yaml"),
                "--costPolicy=prefer-reported"));
    Program flink = new Tallybeam(site, "flink", List.of());
    return List.of(
        new Peer("ours", "Tallybeam, Direct", direct, Start.COLD),
        new Peer("ours-kept", "Tallybeam, Direct, `--deduplicate=false`", kept, Start.COLD),
        new Peer("ours-priced", "Tallybeam, Direct, with a price book", priced, Start.COLD),
        new Peer("ours-flink", "Tallybeam, Flink, cold", flink, Start.COLD),
        new Peer("ours-flink-warm", "Tallybeam, Flink, warm", flink, Start.SECOND_SUBMISSION),
        new Peer("flink-sql", "Flink SQL, cold", new FlinkSql(), Start.COLD),
        new Peer("flink-sql-warm", "Flink SQL, warm", new FlinkSql(), Start.SECOND_SUBMISSION),
        new Peer("duckdb", "DuckDB, cold", new DuckDb(1), Start.COLD),
        new Peer("duckdb-warm", "DuckDB, warm", new DuckDb(2), Start.AGAIN),
        new Peer("bare", "Bare loop, one thread, cold", new Bare(1), Start.COLD),
        new Peer("bare-warm", "Bare loop, one thread, warm", new Bare(2), Start.AGAIN));
  }

  /**
   * Those of some names, in the order of the names.
   *
   * @param names separated by commas
   * @throws UsageError if there is no such peer
   */
  static List<Peer> of(Site site, String names) {
    List<Peer> chosen = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      chosen.add(
          all(site).stream()
              .filter(peer -> peer.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageError(
                          "--peers="
                              + names
                              + ": no "
                              + name
                              + "; there is: "
                              + String.join(", ", all(site).stream().map(Peer::name).toList()))));
    }
    if (chosen.size() != Arrays.stream(names.split(",", -1)).distinct().count()) {
      throw new UsageError("--peers=" + names + ": a peer is named twice");
    }
    return chosen;
  }
}
