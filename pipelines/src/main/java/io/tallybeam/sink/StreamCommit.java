package io.tallybeam.sink;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.RunStopped;
import io.tallybeam.partial.Key;
import io.tallybeam.table.OperationsTable;
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
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;

/**
 * One numbered commit of a stream, in every table that it touches.
 *
 * <p>Dead letters and the ledger come before the metrics, so that metrics that can be read are
 * always accounted for.
 */
final class StreamCommit {

  private final TableCatalog catalog;
  private final Tables tables;
  private final TumblingWindow windows;
  private final String source;
  private final CommitRequest request;
  private final List<Fired> fired;
  private final CommitOnce once;

  StreamCommit(TableCatalog catalog, TumblingWindow windows, String source, CommitRequest request) {
    this.catalog = catalog;
    this.tables = Tables.of(windows);
    this.windows = windows;
    this.source = source;
    this.request = request;
    this.once = new CommitOnce(request.token());
    this.fired = Fired.lastOfEach(request.fired());
  }

  /** Makes it, where the tables do not have it yet, and gives the windows whose rows came. */
  TimeRanges make() throws IOException {
    TimeRanges replaced = rangesOf(fired.stream().filter(Fired::replaces).map(Fired::windowStart));
    SinkHistory made = SinkHistory.of(catalog.load(WindowLedgerTable.NAME), request.token().sink());
    // In the ledger every commit is.
    if (made.isPast(request)) {
      return replaced;
    }
    // One that is repeated takes the place of none: what follows it in a table follows from it.
    boolean repeated = made.has(request.token().id());
    if (!repeated) {
      requireOneRun(made);
    }
    if (!repeated && !replaced.isEmpty()) {
      requireOwnWindows(replaced);
    }
    if (!repeated) {
      // Where the ledger has it, so have these: they come before it.
      for (WindowTable<?> letters : List.of(tables.rejected(), tables.late())) {
        commitLetters(letters);
      }
    }
    commitLedger();
    Set<Long> begun = request.begun();
    for (WindowTable<?> table : tables.calls()) {
      List<DataFile> files = filesOf(table.name());
      if (!files.isEmpty() || !begun.isEmpty()) {
        commitCalls(table, shardsOf(replaced, begun), files, repeated);
      }
    }
    return replaced;
  }

  /** Each would write all dead letters, and an archive twice. */
  private void requireOneRun(SinkHistory made) {
    if (made.isBesideAnother(request.token())) {
      throw FinalFailure.from(
          new RunStopped(
              String.format(
                  "--sinkId=%s: another run of this sink has begun since and writes to these tables;"
                      + " this one has stopped for it. If that one has ended, start without a"
                      + " savepoint",
                  request.token().sink())));
    }
  }

  /** A net below the check of the claims: two streams would wipe each other's rows in turn. */
  private void requireOwnWindows(TimeRanges replaced) {
    String sink = request.token().sink();
    SinkHistory.strangerIn(catalog.load(OperationsTable.METRICS), sink, replaced)
        .ifPresent(
            other -> {
              throw FinalFailure.from(
                  new RunStopped(
                      String.format(
                          "--sinkId=%s: the stream %s has written windows that this one computes"
                              + " too; write to another --namespace, or start with --startFrom a"
                              + " window that %s does not write",
                          sink, other, other)));
            });
  }

  /** Dead letters only come; but those of commits that this one supersedes come again with it. */
  private void commitLetters(WindowTable<?> letters) throws IOException {
    Table table = catalog.load(letters);
    List<DataFile> files = filesOf(letters.name());
    Map<String, String> summary = summary(TimeRanges.of(List.of()), files);
    once.commit(
        table,
        files,
        made -> {
          List<DataFile> superseded = made.filesSupersededBy(request.token());
          return files.isEmpty() && superseded.isEmpty()
              ? Optional.empty()
              : Optional.of(Replacement.adding(table, files, superseded, summary));
        });
  }

  /**
   * Also without files: a window that begins takes the place of what an earlier life left of it.
   * But where this comes again, it would take that of the commits that have followed.
   */
  private void commitCalls(
      WindowTable<?> calls, Scope scope, List<DataFile> files, boolean repeated)
      throws IOException {
    Table table = catalog.load(calls);
    Map<String, String> summary = summary(scope.windows(), files);
    once.commit(
        table,
        files,
        made -> {
          boolean followed = repeated && made.isAheadOf(request.token());
          return files.isEmpty() && (followed || !holdsAny(table, scope))
              ? Optional.empty()
              : Optional.of(new Replacement(table, scope, files, summary));
        });
  }

  private static boolean holdsAny(Table table, Scope scope) throws IOException {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return false;
    }
    try (CloseableIterable<FileScanTask> tasks = scope.files(table, current);
        CloseableIterator<FileScanTask> first = tasks.iterator()) {
      return first.hasNext();
    }
  }

  private Scope shardsOf(TimeRanges replaced, Set<Long> begun) {
    int shards = fired.stream().mapToInt(one -> one.shard().shards()).max().orElse(0);
    ShardsOfWindows rows = new ShardsOfWindows(shards);
    fired.stream()
        .filter(Fired::replaces)
        .forEach(one -> rows.add(one.windowStart(), one.shard().shard()));
    begun.forEach(rows::addAll);
    return Scope.of(replaced, rows);
  }

  private void commitLedger() throws IOException {
    Table table = catalog.load(tables.ledger());
    Scope windows =
        Scope.of(
            rangesOf(request.ledger().keySet().stream().filter(w -> w != Key.NO_WINDOW)),
            new RowsOfSource(source));
    Scope scope =
        request.ledger().containsKey(Key.NO_WINDOW)
            ? windows.andWithoutWindow(WindowLedgerTable.SOURCE, List.of(source))
            : windows;
    List<DataFile> rows = LedgerRows.write(tables.ledger(), table, source, request.ledger());
    Replacement replacement = new Replacement(table, scope, rows, summary(scope.windows(), rows));
    once.commit(table, rows, made -> Optional.of(replacement));
  }

  private Map<String, String> summary(TimeRanges replaced, List<DataFile> files) {
    Map<String, String> summary = new LinkedHashMap<>(request.token().summary());
    summary.put(Replacement.PIPELINE, "streaming");
    summary.putAll(RunLedger.summaryOf(replaced));
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
