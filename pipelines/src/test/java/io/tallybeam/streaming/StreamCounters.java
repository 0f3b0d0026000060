package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.tallybeam.backfill.OperationsOracle;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.table.WindowLedgerTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stream counted, which must be what its tables say.
 *
 * @param counters by name
 */
record StreamCounters(Map<String, Long> counters) {

  private long of(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** Those of events, as the ledger of the oracle and the script have them. */
  void assertEvents(OperationsOracle oracle, TopicScript script) {
    assertThat(of("events_read"), is((long) script.inTime().size() + script.late().size()));
    assertThat(of("events_late"), is((long) script.late().size()));
    assertThat(of("events_rejected"), is(oracle.total("rejected")));
    assertThat(of("events_duplicate"), is(oracle.total("duplicates")));
  }

  /** Each commit is in the ledger. */
  void assertCommits(TableCatalog catalog) {
    List<Long> commits = EverySnapshot.of(catalog.load(WindowLedgerTable.NAME));
    assertThat(of("commits"), is((long) commits.size()));
    assertThat(of("commit_millis"), is(greaterThan(0L)));
  }

  /**
   * A correction raises a row by one revision at most, and there is none without a block that came
   * after the end of its window.
   */
  void assertCorrections(
      List<Map<String, Object>> metrics, Map<ReadBlock.RowKey, Integer> afterEnd) {
    Map<Instant, Integer> revisions = new HashMap<>();
    for (Map<String, Object> row : metrics) {
      revisions.merge(
          (Instant) row.get("window_start"), (Integer) row.get("revision"), Integer::max);
    }
    long least = revisions.values().stream().mapToLong(revision -> revision).sum();
    long most = afterEnd.values().stream().mapToLong(blocks -> blocks).sum();
    assertThat(
        of("window_corrections"), is(allOf(greaterThanOrEqualTo(least), lessThanOrEqualTo(most))));
  }
}
