package io.tallybeam.sink;

import io.tallybeam.error.FinalFailure;
import io.tallybeam.window.TimeRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The commits of a streaming sink that a table has, as the summaries of its snapshots tell them.
 *
 * <p>What was rolled back is not in the table, so only the ancestors of the current snapshot count.
 * But expiry may have cut these short, and keeps the last snapshot of each sink apart from them.
 */
final class SinkHistory {

  private final Table table;
  private final List<Snapshot> newestFirst;

  private SinkHistory(Table table, List<Snapshot> newestFirst) {
    this.table = table;
    this.newestFirst = newestFirst;
  }

  static SinkHistory of(Table table, String sink) {
    List<Snapshot> own = new ArrayList<>();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (SinkToken.isOf(sink, snapshot.summary())) {
        own.add(snapshot);
      }
    }
    if (own.isEmpty()) {
      StreamSupport.stream(table.snapshots().spliterator(), false)
          .filter(snapshot -> SinkToken.isOf(sink, snapshot.summary()))
          .max(Comparator.comparingLong(Snapshot::sequenceNumber))
          .ifPresent(own::add);
    }
    return new SinkHistory(table, own);
  }

  private Stream<SinkToken> tokens() {
    return newestFirst.stream().map(snapshot -> SinkToken.of(snapshot.summary()));
  }

  /** The last commit of a life of the stream: others may have followed before it went on. */
  Optional<SinkToken> last(String epoch) {
    return tokens().filter(made -> made.epoch().equals(epoch)).findFirst();
  }

  /** Whether the commit with this id was made. */
  boolean has(String id) {
    return tokens().anyMatch(token -> token.id().equals(id));
  }

  /**
   * Whether the last commit of its life has the number of {@code token} or a later one. If that
   * itself was not made, the stream has gone back, and what it commits may have been in a snapshot.
   */
  boolean isAheadOf(SinkToken token) {
    return last(token.epoch()).filter(made -> made.sequence() >= token.sequence()).isPresent();
  }

  /**
   * Whether the table shows later commits than {@code request} and no more of it: it was made long
   * ago.
   *
   * @throws IllegalStateException if commits before this one are missing; if the stream had gone
   *     back behind it meanwhile, and now goes on where it had been before; or if the later ones
   *     may be of a life that the stream has gone back from, so that this one must be made, and
   *     those it follows cannot be seen any more
   */
  boolean isPast(CommitRequest request) {
    SinkToken token = request.token();
    Optional<SinkToken> last = last(token.epoch());
    if (last.isEmpty() || token.sequence() == 1) {
      return false;
    }
    if (has(token.id())) {
      requireStanding(token, token.id(), token.sequence());
      return false;
    }
    if (has(request.previous())) {
      requireStanding(token, request.previous(), token.sequence() - 1);
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

  /**
   * Whoever went back has replaced what the commits had written that came behind; a state that has
   * written it does not do so again.
   */
  private void requireStanding(SinkToken token, String id, long sequence) {
    boolean givenUp =
        tokens()
            .takeWhile(made -> !made.id().equals(id))
            .anyMatch(made -> made.epoch().equals(token.epoch()) && made.sequence() <= sequence);
    if (givenUp) {
      throw FinalFailure.from(
          new IllegalStateException(
              "commit "
                  + token
                  + ": the stream has gone back to an earlier state since, and written other"
                  + " commits in its place; go on from the state of those, or start without a"
                  + " savepoint, from a window that is still in the topic"));
    }
  }

  /**
   * Whether another run of the sink, one that was begun later, has committed since the worker that
   * drew {@code token} did last. Who goes back to the state of an earlier run is another worker.
   */
  boolean isBesideAnother(SinkToken token) {
    List<SinkToken> since =
        tokens()
            .takeWhile(
                made ->
                    !made.epoch().equals(token.epoch()) || !made.lineage().equals(token.lineage()))
            .toList();
    List<String> epochs = tokens().map(SinkToken::epoch).toList();
    int begun = epochs.lastIndexOf(token.epoch());
    return since.size() < epochs.size()
        && since.stream().anyMatch(made -> epochs.lastIndexOf(made.epoch()) < begun);
  }

  /**
   * The name of another sink that has replaced any of {@code windows} since {@code sink} committed
   * last.
   */
  static Optional<String> strangerIn(Table table, String sink, TimeRanges windows) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      Map<String, String> summary = snapshot.summary();
      if (SinkToken.isOf(sink, summary)) {
        break;
      }
      // Of very many windows a summary tells only the range that they lie in.
      if (summary.containsKey(SinkToken.TOKEN)
          && RunLedger.tellsWindows(summary)
          && RunLedger.windowsOfSummary(summary).ranges().stream()
              .anyMatch(range -> windows.intersects(range.from(), range.to() - 1))) {
        return Optional.of(summary.get(SinkToken.SINK));
      }
    }
    return Optional.empty();
  }

  /**
   * The files of commits that {@code token} takes the place of: those of the same numbers or later
   * ones that were made before a failure, of a state that the stream has gone back from.
   */
  List<DataFile> filesSupersededBy(SinkToken token) {
    List<DataFile> files = new ArrayList<>();
    for (Snapshot snapshot : newestFirst) {
      SinkToken made = SinkToken.of(snapshot.summary());
      if (!made.epoch().equals(token.epoch())) {
        continue;
      }
      if (made.sequence() < token.sequence()) {
        break;
      }
      if (made.id().equals(token.id())) {
        return List.of();
      }
      snapshot.addedDataFiles(table.io()).forEach(files::add);
    }
    return files;
  }
}
