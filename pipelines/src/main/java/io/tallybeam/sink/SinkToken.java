package io.tallybeam.sink;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The place of a commit in the order of the commits of a streaming sink. The snapshot carries it,
 * so that a commit that is repeated after a failure is known to be in the table already.
 *
 * @param sink the name of the sink, the same for ever
 * @param epoch tells one life of the stream's state from another: a stream that starts anew,
 *     without the state of the last one, counts from 1 again
 * @param sequence from 1
 */
public record SinkToken(String sink, String epoch, long sequence) {

  /** The key in a snapshot's summary that names the sink. */
  public static final String SINK = "tallybeam.sink";

  /** The key in a snapshot's summary of epoch and sequence. */
  public static final String TOKEN = "tallybeam.sink-token";

  /** As entries of a snapshot's summary. */
  Map<String, String> summary() {
    return Map.of(SINK, sink, TOKEN, epoch + ":" + sequence, Replacement.RUN_ID, toString());
  }

  /**
   * The last one that {@code table} has of {@code sink}. The history comes first: what was rolled
   * back is not in the table. But expiry may have cut it short, and keeps the last snapshot of each
   * sink apart from it.
   */
  public static Optional<SinkToken> last(Table table, String sink) {
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      if (isOf(sink, snapshot)) {
        return Optional.of(parse(sink, snapshot.summary().get(TOKEN)));
      }
    }
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .filter(snapshot -> isOf(sink, snapshot))
        .max(Comparator.comparingLong(Snapshot::sequenceNumber))
        .map(snapshot -> parse(sink, snapshot.summary().get(TOKEN)));
  }

  private static boolean isOf(String sink, Snapshot snapshot) {
    return sink.equals(snapshot.summary().get(SINK)) && snapshot.summary().containsKey(TOKEN);
  }

  private static SinkToken parse(String sink, String token) {
    int colon = token.lastIndexOf(':');
    return new SinkToken(
        sink, token.substring(0, colon), Long.parseLong(token.substring(colon + 1)));
  }

  /** Whether what this names was committed before, or together with, what {@code other} names. */
  boolean isWithin(SinkToken other) {
    return epoch.equals(other.epoch) && sequence <= other.sequence;
  }

  @Override
  public String toString() {
    return sink + "/" + epoch + ":" + sequence;
  }
}
