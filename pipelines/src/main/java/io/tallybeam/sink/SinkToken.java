package io.tallybeam.sink;

import java.util.Map;
import java.util.UUID;

/**
 * The place of a commit in the order of the commits of a streaming sink. The snapshot carries it,
 * so that a commit that is repeated after a failure is known to be in the table already.
 *
 * @param sink the name of the sink, the same for ever
 * @param epoch tells one life of the stream's state from another: a stream that starts anew,
 *     without the state of the last one, counts from 1 again
 * @param sequence from 1
 * @param id drawn for the commit: after a failure another commit may get the same number. Begins
 *     with the {@link #lineage}
 */
public record SinkToken(String sink, String epoch, long sequence, String id) {

  /** The key in a snapshot's summary that names the sink. */
  public static final String SINK = "tallybeam.sink";

  /** The key in a snapshot's summary of epoch, sequence and id. */
  public static final String TOKEN = "tallybeam.sink-token";

  private static final char LINEAGE_END = '.';

  /**
   * What all ids begin with that one worker drew while its state only went forward: of two such
   * commits the one with the larger number came after the other.
   */
  String lineage() {
    int end = id.indexOf(LINEAGE_END);
    return end < 0 ? id : id.substring(0, end);
  }

  /** An id of a {@code lineage}, which has no dot. */
  static String newId(String lineage) {
    return lineage + LINEAGE_END + UUID.randomUUID();
  }

  /** As entries of a snapshot's summary. */
  Map<String, String> summary() {
    return Map.of(
        SINK, sink, TOKEN, epoch + ":" + sequence + ":" + id, Replacement.RUN_ID, toString());
  }

  /** Whether a snapshot with {@code summary} is one of {@code sink}. */
  static boolean isOf(String sink, Map<String, String> summary) {
    return sink.equals(summary.get(SINK)) && summary.containsKey(TOKEN);
  }

  /** The token of a summary that {@link #isOf} a sink. */
  static SinkToken of(Map<String, String> summary) {
    String[] parts = summary.get(TOKEN).split(":", -1);
    return new SinkToken(summary.get(SINK), parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  @Override
  public String toString() {
    return sink + "/" + epoch + ":" + sequence + ":" + id;
  }
}
