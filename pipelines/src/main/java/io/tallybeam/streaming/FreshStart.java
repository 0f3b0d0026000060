package io.tallybeam.streaming;

import io.tallybeam.error.UserError;
import io.tallybeam.topic.TopicSettings;
import io.tallybeam.window.TumblingWindow;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a stream that begins without a state must be told: it takes the place of what the tables
 * have of its windows, whoever wrote it.
 */
final class FreshStart {

  private FreshStart() {}

  /**
   * Checks that no other stream writes the same windows: only the user knows which ones come.
   *
   * @param sinks all that write to the tables
   * @throws UserError if there are others, and no window is given that this one begins with
   */
  static void checkOthers(Set<String> sinks, StreamingPlan plan) {
    if (plan.topic().startMillis() != TopicSettings.EARLIEST) {
      return;
    }
    for (String other : sinks) {
      if (!other.equals(plan.sink())) {
        throw new UserError(
            String.format(
                "--sinkId=%s: the stream %s writes to these tables, and the two would replace each"
                    + " other's rows; write to another --namespace, or give --startFrom, the start"
                    + " of a window from which on %s has written none",
                plan.sink(), other, other));
      }
    }
  }

  /**
   * Checks that what retention has left of a window does not take the place of a whole one.
   *
   * @param sinks all that were begun before
   * @param keptSince from when on the topic has all of its records, in milliseconds since the epoch
   * @throws UserError if this sink is one of them
   */
  static void checkLost(Set<String> sinks, StreamingPlan plan, LongSupplier keptSince) {
    if (!sinks.contains(plan.sink())) {
      return;
    }
    Instant since = Instant.ofEpochMilli(keptSince.getAsLong());
    TumblingWindow windows = plan.settings().fold().windows();
    // An event may be ahead of its record.
    long ahead = since.plus(plan.times().aheadTolerance()).toEpochMilli();
    Instant whole = Instant.ofEpochMilli(windows.endOf(windows.startOf(ahead - 1)));
    throw new UserError(
        String.format(
            "--startFrom: the topic has all of its records only from %s on, and what is left of the"
                + " windows before would take the place of what the sink %s wrote; give"
                + " --startFrom=%s, the first window that is whole, or earliest if that is wanted",
            since, plan.sink(), whole));
  }
}
