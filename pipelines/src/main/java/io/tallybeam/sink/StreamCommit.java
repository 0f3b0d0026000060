package io.tallybeam.sink;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.RunStopped;
import io.tallybeam.partial.Key;
import io.tallybeam.table.Tables;
import io.tallybeam.table.WindowLedgerTable;
import io.tallybeam.table.WindowTable;
import io.tallybeam.window.TimeRange;
import io.tallybeam.window.TimeRanges;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * One numbered commit of a stream, in every table that it touches.
 *
 * <p>Dead letters and the ledger come before the metrics, so that metrics that can be read are
 * always accounted for.
 */
final class StreamCommit {

  private static final int ATTEMPTS = 10;

  private final TableCatalog catalog;
  private final Tables tables;
  private final TumblingWindow windows;
  private final String source;
  private final CommitRequest request;
  private final List<Fired> fired;

  StreamCommit(TableCatalog catalog, TumblingWindow windows, String source, CommitRequest request) {
    this.catalog = catalog;
    this.tables = Tables.of(windows);
    this.windows = windows;
    this.source = source;
    this.request = request;
    this.fired = lastOfEach(request.fired());
  }

  /**
   * Of what was written of a shard of a window only the last is wanted, in whatever order it came.
   */
  private static List<Fired> lastOfEach(List<Fired> all) {
    Map<List<Long>, Fired> last = new LinkedHashMap<>();
    List<Fired> letters = new ArrayList<>();
    for (Fired one : all) {
      if (one.replaces()) {
        last.merge(
            List.of(one.windowStart(), (long) one.shard().shard()),
            one,
            (before, now) -> before.firing() > now.firing() ? before : now);
      } else {
        letters.add(one);
      }
    }
    letters.addAll(last.values());
    return letters;
  }

  /** Makes it, where the tables do not have it yet, and gives the windows whose rows came. */
  TimeRanges make() throws IOException {
    TimeRanges replaced = rangesOf(fired.stream().filter(Fired::replaces).map(Fired::windowStart));
    SinkHistory made = SinkHistory.of(catalog.load(WindowLedgerTable.NAME), request.token().sink());
    if (wasMadeLongAgo(made)) {
      return replaced;
    }
    // One that is repeated takes the place of none: what follows it in a table follows from it.
    boolean repeated = made.has(request.token().id());
    for (WindowTable<?> letters : List.of(tables.rejected(), tables.late())) {
      commitLetters(letters.name(), repeated);
    }
    commitLedger();
    for (WindowTable<?> table : tables.calls()) {
      List<DataFile> files = filesOf(table.name());
      if (!files.isEmpty()) {
        commit(catalog.load(table.name()), shardsOf(replaced), files, List.of());
      }
    }
    return replaced;
  }

  /**
   * Whether the ledger, in which every commit is, shows later commits and no more of this one.
   *
   * @throws IllegalStateException if commits before this one are missing; or if the later ones may
   *     be of a life that the stream has gone back from, so that this one must be made, and those
   *     it follows cannot be seen any more
   */
  private boolean wasMadeLongAgo(SinkHistory made) {
    SinkToken token = request.token();
    Optional<SinkToken> last = made.last().filter(other -> other.epoch().equals(token.epoch()));
    if (last.isEmpty() || token.sequence() == 1) {
      return false;
    }
    if (made.has(token.id()) || made.has(request.previous())) {
      return false;
    }
    if (token.sequence() > last.get().sequence() + 1) {
      throw new IllegalStateException(
          "commit " + token + " came before those between it and " + last.get());
    }
    if (!token.lineage().equals(last.get().lineage())) {
      throw new IllegalStateException(
          "commit "
              + token
              + ": the stream has gone back to a state from before "
              + last.get()
              + ", and the snapshots of that time have expired; start without the savepoint, from"
              + " a window that is still in the topic");
    }
    return token.sequence() <= last.get().sequence();
  }

  /** Dead letters only come; but those of commits that this one supersedes come again with it. */
  private void commitLetters(String name, boolean repeated) throws IOException {
    List<DataFile> files = filesOf(name);
    Table table = catalog.load(name);
    List<DataFile> superseded =
        repeated
            ? List.of()
            : SinkHistory.of(table, request.token().sink()).filesSupersededBy(request.token());
    if (!files.isEmpty() || !superseded.isEmpty()) {
      commit(table, Scope.of(rangesOf(Stream.of())), files, superseded);
    }
  }

  private Scope shardsOf(TimeRanges replaced) {
    int shards = fired.stream().mapToInt(one -> one.shard().shards()).max().orElse(0);
    ShardsOfWindows rows = new ShardsOfWindows(shards);
    fired.stream()
        .filter(Fired::replaces)
        .forEach(one -> rows.add(one.windowStart(), one.shard().shard()));
    return Scope.of(replaced, rows);
  }

  private void commitLedger() throws IOException {
    Table table = catalog.load(WindowLedgerTable.NAME);
    Scope scope =
        Scope.of(
            rangesOf(request.ledger().keySet().stream().filter(w -> w != Key.NO_WINDOW)),
            new RowsOfSource(source));
    if (request.ledger().containsKey(Key.NO_WINDOW)) {
      scope = scope.andWithoutWindow(WindowLedgerTable.SOURCE, List.of(source));
    }
    List<DataFile> rows = LedgerRows.write(tables.ledger(), table, source, request.ledger());
    commit(table, scope, rows, List.of());
  }

  /** Commits on top of whatever the table holds by then: what another run did is kept. */
  private void commit(Table table, Scope scope, List<DataFile> files, List<DataFile> superseded)
      throws IOException {
    if (SinkHistory.of(table, request.token().sink()).has(request.token().id())) {
      return;
    }
    requireFiles(table, files);
    Replacement replacement =
        new Replacement(table, scope, files, superseded, summary(scope, files));
    for (int attempt = 1; ; attempt++) {
      try {
        replacement.commitOn(replacement.latest());
        return;
      } catch (ValidationException | CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw new RunStopped(table.name() + ": other runs keep changing the same windows", e);
        }
      }
    }
  }

  /**
   * Files wait in the stream's state, also while it is stopped, and are no table's until now: what
   * removes orphans cannot tell. A snapshot with a file that is gone could not be read.
   */
  private static void requireFiles(Table table, List<DataFile> files) {
    for (DataFile file : files) {
      if (!exists(table, file)) {
        throw new IllegalStateException(
            table.name()
                + ": "
                + file.location()
                + " was written by the stream and is gone before its commit, removed as an orphan"
                + " while the stream stood still; start without the savepoint, from a window that"
                + " is still in the topic");
      }
    }
  }

  private static boolean exists(Table table, DataFile file) {
    try {
      return table.io().newInputFile(file.location()).exists();
    } catch (NotFoundException e) {
      return false;
    }
  }

  private Map<String, String> summary(Scope scope, List<DataFile> files) {
    Map<String, String> summary = new LinkedHashMap<>(request.token().summary());
    summary.put(Replacement.PIPELINE, "streaming");
    summary.putAll(RunLedger.summaryOf(scope.windows()));
    summary.put(
        "tallybeam.rows", Long.toString(files.stream().mapToLong(DataFile::recordCount).sum()));
    if (request.watermark() != Key.NO_WINDOW) {
      summary.put("tallybeam.watermark", Instant.ofEpochMilli(request.watermark()).toString());
    }
    return summary;
  }

  private TimeRanges rangesOf(Stream<Long> starts) {
    return TimeRanges.of(starts.map(start -> new TimeRange(start, windows.endOf(start))).toList());
  }

  private List<DataFile> filesOf(String table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (Fired one : fired) {
      for (WrittenFile file : one.files()) {
        if (file.table().equals(table)) {
          files.add(file.file());
        }
      }
    }
    return files;
  }
}
