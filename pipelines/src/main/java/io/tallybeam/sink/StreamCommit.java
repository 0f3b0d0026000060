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
    for (WindowTable<?> letters : List.of(tables.rejected(), tables.late())) {
      commit(letters.name(), Scope.of(rangesOf(Stream.of())), filesOf(letters.name()));
    }
    commitLedger();
    for (WindowTable<?> table : tables.calls()) {
      commit(table.name(), shardsOf(replaced), filesOf(table.name()));
    }
    return replaced;
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
    Optional<SinkToken> last = SinkToken.last(table, request.token().sink());
    if (last.isPresent()
        && last.get().epoch().equals(request.token().epoch())
        && last.get().sequence() + 1 < request.token().sequence()) {
      throw new IllegalStateException(
          "commit " + request.token() + " came before those between it and " + last.get());
    }
    Scope scope =
        Scope.of(
            rangesOf(request.ledger().keySet().stream().filter(w -> w != Key.NO_WINDOW)),
            new RowsOfSource(source));
    if (request.ledger().containsKey(Key.NO_WINDOW)) {
      scope = scope.andWithoutWindow(WindowLedgerTable.SOURCE, List.of(source));
    }
    if (isWanted(table)) {
      commit(table, scope, LedgerRows.write(tables.ledger(), table, source, request.ledger()));
    }
  }

  private void commit(String name, Scope scope, List<DataFile> files) throws IOException {
    if (!files.isEmpty()) {
      Table table = catalog.load(name);
      if (isWanted(table)) {
        commit(table, scope, files);
      }
    }
  }

  private boolean isWanted(Table table) {
    return SinkToken.last(table, request.token().sink())
        .filter(last -> request.token().isWithin(last))
        .isEmpty();
  }

  /** Commits on top of whatever the table holds by then: what another run did is kept. */
  private void commit(Table table, Scope scope, List<DataFile> files) throws IOException {
    Replacement replacement = new Replacement(table, scope, files, summary(scope, files));
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

  private Map<String, String> summary(Scope scope, List<DataFile> files) {
    Map<String, String> summary = new LinkedHashMap<>(request.token().summary());
    summary.put("tallybeam.pipeline", "streaming");
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

  private List<DataFile> filesOf(String table) {
    return fired.stream()
        .flatMap(one -> one.files().stream())
        .filter(file -> file.table().equals(table))
        .map(WrittenFile::file)
        .toList();
  }
}
