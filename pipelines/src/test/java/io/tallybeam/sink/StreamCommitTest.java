package io.tallybeam.sink;

import static io.tallybeam.sink.StreamCommits.SHARDS;
import static io.tallybeam.sink.StreamCommits.SIZE;
import static io.tallybeam.sink.StreamCommits.calls;
import static io.tallybeam.sink.StreamCommits.commit;
import static io.tallybeam.sink.StreamCommits.elsewhere;
import static io.tallybeam.sink.StreamCommits.fired;
import static io.tallybeam.sink.StreamCommits.inMemory;
import static io.tallybeam.sink.StreamCommits.letters;
import static io.tallybeam.sink.StreamCommits.one;
import static io.tallybeam.sink.StreamCommits.row;
import static io.tallybeam.sink.StreamCommits.snapshots;
import static io.tallybeam.sink.StreamCommits.tables;
import static io.tallybeam.sink.StreamCommits.token;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.catalog.MovedColumns;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.sink.StreamTables.Row;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

final class StreamCommitTest {

  @Test
  void sameAgainIsSkipped() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);
      List<Integer> before = snapshots(tables);
      Map<Row, List<Long>> rows = tables.rows();

      commit(tables, "epoch", 2, 3);
      commit(tables, "epoch", 1, 4);

      assertThat(snapshots(tables), is(before));
      assertThat(tables.rows(), is(rows));
    }
  }

  @Test
  void newLifeStartsAtOneAgain() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);

      commit(tables, "another", 1, 3);

      assertThat(tables.rows(), is(Map.of(row(0), List.of(3L))));
    }
  }

  @Test
  void tokensOfOtherSinksAreNotMine() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      SinkToken other = new SinkToken("other", "epoch", 5, "id");
      tables.commit(other, "", List.of(fired(tables, row(SIZE), 5)), calls(SIZE, 5));

      commit(tables, "epoch", 1, 1);

      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L), row(SIZE), List.of(5L))));
    }
  }

  /** Each would take the rows of the other away, of the shards that both have. */
  @Test
  void stopsWhereAnotherSinkWritesItsWindows() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      commit(tables, "epoch", 2, 2);
      SinkToken first = new SinkToken("other", "else", 1, "else-1");
      tables.commit(first, "", List.of(fired(tables, row(SIZE), 5)), calls(SIZE, 5));
      List<Integer> before = snapshots(tables);

      SinkToken second = new SinkToken("other", "else", 2, "else-2");
      List<Fired> both = List.of(fired(tables, row(SIZE), 6), fired(tables, row(0), 6));
      Map<Long, LedgerCounts> ledger = Map.of(0L, counts(1), SIZE, counts(6));
      commit(tables, "epoch", 3, 3);
      RunStopped stopped =
          assertThrows(RunStopped.class, () -> tables.commit(second, "else-1", both, ledger));

      assertThat(stopped.getMessage(), containsString("--sinkId=other: the stream sink has"));
      assertThat(snapshots(tables), is(before.stream().map(count -> count + 1).toList()));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(3L), row(SIZE), List.of(5L))));
    }
  }

  /** As when another engine moves a column while the stream runs. */
  @Test
  void doesNotWriteToColumnsThatWereMoved() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      List<Integer> before = snapshots(tables);
      Fired written = fired(tables, 2);
      for (Table table : List.of(tables.ledger(), tables.metrics())) {
        boolean isLedger = table.name().endsWith("window_ledger");
        String moved = isLedger ? "aggregated" : "cache_hits";
        String next = isLedger ? "duplicates" : "failed_requests";
        table.updateSchema().moveAfter(moved, next).commit();

        MovedColumns.assertTold(
            () -> tables.commit(token("epoch", 2), "epoch-1", List.of(written), one(2)),
            table.name().replace("tallybeam.", ""),
            moved,
            isLedger ? "read" : "error_rate");

        assertThat(snapshots(tables.metrics()), is(before.get(1)));
        table.updateSchema().moveAfter(next, moved).commit();
      }
      tables.commit(token("epoch", 2), "epoch-1", List.of(written), one(2));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
      assertThat(tables.ledgerRows(), is(Map.of(StreamTables.SOURCE + " 0", 2L)));
    }
  }

  @Test
  void goesOnWhereAnotherEngineAddedAColumn() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      for (Table table : List.of(tables.ledger(), tables.metrics())) {
        table.updateSchema().addColumn("reviewed", Types.BooleanType.get()).commit();
      }

      commit(tables, "epoch", 2, 2);

      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
      assertThat(tables.ledgerRows(), is(Map.of(StreamTables.SOURCE + " 0", 2L)));
    }
  }

  /** Also the tenants go that the earlier life knew of; what this one has written stays. */
  @Test
  void newLifeReplacesAWindowWholly() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Row other = elsewhere(tables);
      List<Fired> all =
          List.of(fired(tables, 1), fired(tables, other, 2), fired(tables, row(SIZE), 3));
      tables.commit(token("epoch", 1), "", all, Map.of(0L, counts(2), SIZE, counts(1)));

      tables.commit(token("another", 1), "", List.of(fired(tables, 4)), one(1));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(4L), row(SIZE), List.of(3L))));
      tables.commit(token("another", 2), "another-1", List.of(fired(tables, other, 5)), one(2));

      assertThat(
          tables.rows(),
          is(Map.of(row(0), List.of(4L), other, List.of(5L), row(SIZE), List.of(3L))));
    }
  }

  /** Dead letters alone say nothing of the calls that a window has. */
  @Test
  void deadLettersBeginNoWindow() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);

      letters(tables, token("another", 1), "", "one");
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
      Row other = elsewhere(tables);
      tables.commit(token("another", 2), "another-1", List.of(fired(tables, other, 2)), one(1));

      assertThat(tables.rows(), is(Map.of(other, List.of(2L))));
    }
  }

  /** As the costs by tag, where an earlier life had tags. */
  @Test
  void newLifeReplacesAWindowInTablesThatItHasNoRowsOf() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      Row other = elsewhere(tables);
      ShardName shard = new ShardName(tables.shards().of(other.tenant()), SHARDS);
      Fired without = new Fired(0, shard, 0, SIZE, List.of(), one(1));

      tables.commit(token("another", 1), "", List.of(without), one(1));

      assertThat(tables.rows(), is(Map.of()));
    }
  }

  /** There was nothing to replace at first; what is there by then is what followed. */
  @Test
  void repeatedOnesTakeNoRowsAway() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Row other = elsewhere(tables);
      ShardName shard = new ShardName(tables.shards().of(other.tenant()), SHARDS);
      List<Fired> without = List.of(new Fired(0, shard, 0, SIZE, List.of(), one(1)));
      tables.commit(token("epoch", 1), "", without, one(1));
      commit(tables, "epoch", 2, 2);

      tables.commit(token("epoch", 1), "", without, one(1));

      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
    }
  }

  /** They were in a snapshot of the life that it went back from, and go when that expires. */
  @Test
  void filesThatComeAgainOutliveTheirSnapshots() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commitAs(tables, of("old", 1), 1);
      List<Fired> both =
          List.of(fired(tables, 5), Fired.letters(tables.letter("five"), Map.of(0L, counts(0))));
      tables.commit(of("old", 2), "old.1", both, one(5));
      tables.commit(of("new", 2), "old.1", both, one(5));
      List<Fired> next =
          List.of(
              fired(tables, row(SIZE), 7),
              Fired.letters(tables.letter("seven"), Map.of(SIZE, counts(0))));
      tables.commit(of("new", 3), "new.2", next, calls(SIZE, 7));

      for (Table table : List.of(tables.metrics(), tables.rejected())) {
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
      }

      assertThat(tables.rows(), is(Map.of(row(0), List.of(5L), row(SIZE), List.of(7L))));
      assertThat(tables.letterPayloads(), is(List.of("five", "seven")));
    }
  }

  /** A stream that was begun anew, and then given up for a savepoint from before. */
  @Test
  void goesBackBehindAnotherLife() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commitAs(tables, of("old", 1), 1);
      List<Fired> both =
          List.of(fired(tables, 5), Fired.letters(tables.letter("five"), Map.of(0L, counts(0))));
      tables.commit(of("old", 2), "old.1", both, one(5));
      commit(tables, "another", 1, 3);

      tables.commit(of("new", 2), "old.1", both, one(5));
      for (Table table : List.of(tables.metrics(), tables.rejected())) {
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
      }

      assertThat(tables.rows(), is(Map.of(row(0), List.of(5L))));
      assertThat(tables.letterPayloads(), is(List.of("five")));
    }
  }

  private static LedgerCounts counts(int calls) {
    return LedgerCounts.of(calls, calls, 0, 0, 0, 0, 0);
  }

  @Test
  void refusesAGap() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      List<Integer> before = snapshots(tables);

      IllegalStateException gap =
          assertThrows(IllegalStateException.class, () -> commit(tables, "epoch", 3, 3));

      assertThat(gap.getMessage(), containsString("sink/epoch:3:epoch-3 came before"));
      assertThat(snapshots(tables), is(before));
    }
  }

  /** A savepoint older than the last commits: what comes again takes their place. */
  @Test
  void goesBackBehindItsLastCommits() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, token("epoch", 1), "", "one");
      letters(tables, token("epoch", 2), "epoch-1", "two");
      letters(tables, token("epoch", 3), "epoch-2", "three");
      assertThat(tables.letterPayloads(), is(List.of("one", "three", "two")));

      SinkToken second = new SinkToken("sink", "epoch", 2, "again-2");
      tables.commit(second, "epoch-1", List.of(fired(tables, 5)), one(5));
      assertThat(tables.letterPayloads(), is(List.of("one")));
      letters(tables, new SinkToken("sink", "epoch", 3, "again-3"), "again-2", "two and three");

      assertThat(tables.letterPayloads(), is(List.of("one", "two and three")));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(5L))));
    }
  }

  /** A state from between its first firing and its first commit. */
  @Test
  void goesBackBehindItsFirstCommit() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, of("old", 1), "", "one");
      letters(tables, of("old", 2), "old.1", "two");

      letters(tables, of("new", 1), "", "one and two");

      assertThat(tables.letterPayloads(), is(List.of("one and two")));
    }
  }

  /** Both were begun without a state. What was begun later is what the user wants. */
  @Test
  void ofTwoRunsAtOnceTheEarlierOneStops() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, of("old", 1), "", "one");
      letters(tables, new SinkToken("sink", "later", 1, "x.1"), "", "uno");

      RunStopped stopped =
          assertThrows(RunStopped.class, () -> letters(tables, of("old", 2), "old.1", "two"));
      assertThat(stopped.getMessage(), startsWith("--sinkId=sink: another run of this sink"));
      letters(tables, new SinkToken("sink", "later", 2, "x.2"), "x.1", "due");
      assertThat(tables.letterPayloads(), is(List.of("due", "one", "uno")));

      // Whoever goes on from its state means to: the later one has ended.
      letters(tables, of("again", 2), "old.1", "two");
      letters(tables, of("again", 3), "again.2", "three");
      assertThat(tables.letterPayloads(), is(List.of("due", "one", "three", "two", "uno")));

      // But not while that goes on: its worker may only have been restarted.
      letters(tables, new SinkToken("sink", "later", 3, "x.3"), "x.2", "tre");
      assertThrows(RunStopped.class, () -> letters(tables, of("again", 4), "again.3", "four"));
    }
  }

  /** Of what was written since, some was replaced by those that took its place. */
  @Test
  void doesNotGoForwardAgainToAStateThatWasGivenUp() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      for (int sequence = 1; sequence <= 4; sequence++) {
        commitAs(tables, of("old", sequence), sequence);
      }
      tables.commit(of("new", 3), "old.2", List.of(fired(tables, 30)), one(30));
      List<Integer> before = snapshots(tables);

      for (SinkToken forward : List.of(of("other", 5), of("old", 4))) {
        IllegalStateException given =
            assertThrows(IllegalStateException.class, () -> commitAs(tables, forward, 50));
        assertThat(given.getMessage(), containsString("has gone back to an earlier state since"));
      }

      assertThat(snapshots(tables), is(before));
      tables.commit(of("new", 4), "new.3", List.of(fired(tables, 40)), one(40));
      tables.commit(of("again", 3), "old.2", List.of(fired(tables, 31)), one(31));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(31L))));
    }
  }

  /** A commit without letters is repeated, and those that followed it are there already. */
  @Test
  void repeatedOnesTakeNoLettersAway() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, token("epoch", 1), "", "one");
      commit(tables, "epoch", 2, 2);
      letters(tables, token("epoch", 3), "epoch-2", "three");

      commit(tables, "epoch", 2, 2);
      letters(tables, token("epoch", 3), "epoch-2", "three");

      assertThat(tables.letterPayloads(), is(List.of("one", "three")));
    }
  }

  /** Others have let the snapshots go that tell which letters are there; the ledger tells it. */
  @Test
  void repeatedOnesAddNoLettersAgain() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      letters(tables, token("epoch", 1), "", "one");
      Fired fired = Fired.letters(tables.letter("two"), Map.of());
      tables.commit(token("epoch", 2), "epoch-1", List.of(fired), one(1));
      tables.rejected().newAppend().commit();
      tables.rejected().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

      tables.commit(token("epoch", 2), "epoch-1", List.of(fired), one(1));

      assertThat(tables.letterPayloads(), is(List.of("one", "two")));
    }
  }

  /** The same where nobody can tell any more which commits are to be replaced: none is skipped. */
  @Test
  void goesNotBackBehindWhatHasExpired() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      for (int sequence = 1; sequence <= 5; sequence++) {
        commitAs(tables, of("old", sequence), sequence);
      }
      tables.ledger().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
      List<Integer> before = snapshots(tables);

      // Repeated by a stream that was away for long.
      commitAs(tables, of("old", 3), 3);
      assertThat(snapshots(tables), is(before));
      IllegalStateException gone =
          assertThrows(IllegalStateException.class, () -> commitAs(tables, of("new", 3), 30));

      assertThat(gone.getMessage(), containsString("sink/epoch:3:new.3: the stream has gone back"));
      assertThat(snapshots(tables), is(before));
    }
  }

  /** A stream stood still for longer than orphans are kept. */
  @Test
  void commitsNoFileThatIsGone() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      commit(tables, "epoch", 1, 1);
      Fired fired = fired(tables, 2);
      RowFile.discard(tables.metrics(), fired.files().get(0).file());

      IllegalStateException gone =
          assertThrows(
              IllegalStateException.class,
              () -> tables.commit(token("epoch", 2), "epoch-1", List.of(fired), one(2)));

      assertThat(gone.getMessage(), containsString(fired.files().get(0).file().location()));
      assertThat(tables.rows(), is(Map.of(row(0), List.of(1L))));
    }
  }

  @Test
  void lastFiringOfAShardIsTheOneThatStays() throws IOException {
    try (TableCatalog catalog = inMemory()) {
      StreamTables tables = tables(catalog);
      Fired later = tables.fired(0, tables.shards().of("tenant-0"), 1, Map.of(row(0), 2));
      List<Fired> both = List.of(later, fired(tables, 1));

      tables.commit(token("epoch", 1), "", both, one(2));

      assertThat(tables.rows(), is(Map.of(row(0), List.of(2L))));
    }
  }

  private static SinkToken of(String lineage, int sequence) {
    return new SinkToken("sink", "epoch", sequence, lineage + "." + sequence);
  }

  private static void commitAs(StreamTables tables, SinkToken token, int requests)
      throws IOException {
    String previous = token.sequence() == 1 ? "" : "old." + (token.sequence() - 1);
    tables.commit(token, previous, List.of(fired(tables, requests)), one(requests));
  }
}
