package io.tallybeam.streaming;

import io.tallybeam.error.UserError;
import io.tallybeam.table.WindowTable;
import io.tallybeam.topic.TopicCheck;
import io.tallybeam.topic.TopicSettings;
import io.tallybeam.window.TumblingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;

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
   * Checks that what a topic has of a window does not take the place of a whole one: it has lost
   * records, or is another topic than the one that the windows are of.
   *
   * @param metrics the table that has the claims, and windows of all that wrote before
   * @param keptSince from when on the topic has all of its records, in milliseconds since the epoch
   * @throws UserError if it does
   */
  static void checkTopic(
      Table metrics, StreamingPlan plan, TopicCheck topic, LongSupplier keptSince) {
    Map<String, String> properties = metrics.properties();
    Set<String> sinks = SinkClaim.sinks(properties);
    if (sinks.contains(plan.sink())) {
      whyAnother(ClaimedTopic.of(properties, SinkClaim.prefix(plan.sink())), plan, topic)
          .ifPresent(
              why -> {
                throw refused(why, "the sink " + plan.sink() + " wrote", plan, keptSince);
              });
    }
    boolean leftWindowsAlone =
        sinks.isEmpty() || SinkClaim.lastStart(properties, plan.sink()).isPresent();
    if (leftWindowsAlone && metrics.currentSnapshot() != null) {
      // Of a backfill, or of another topic: perhaps of what this one has, perhaps of more.
      long since = keptSince.getAsLong();
      TumblingWindow windows = plan.settings().fold().windows();
      boolean cut = !topic.removed().isEmpty();
      if (hasBefore(metrics, cut ? whole(plan, since) : windows.startOf(since))) {
        throw refused(
            "--startFrom: the topic has all of its records", "the tables have", plan, () -> since);
      }
    }
  }

  /**
   * Checks that what an archive has is of the topic that is read, and not of one of its name that
   * was there before: its offsets would be taken for archived.
   *
   * @param archive where it is
   * @throws UserError if it is
   */
  static void checkArchive(Table metrics, StreamingPlan plan, TopicCheck topic, String archive) {
    ClaimedTopic.of(metrics.properties(), SinkClaim.prefix(plan.sink()))
        .filter(known -> known.name().equals(plan.topic().topic()))
        .filter(known -> known.wasMadeAnew(topic.id()))
        .ifPresent(
            known -> {
              throw new UserError(
                  String.format(
                      "--archive=%s: has records of the topic %s from before it was made anew; give"
                          + " another folder, or move the old files away",
                      archive, known.name()));
            });
  }

  private static Optional<String> whyAnother(
      Optional<ClaimedTopic> known, StreamingPlan plan, TopicCheck topic) {
    String name = plan.topic().topic();
    if (known.isPresent() && !known.get().name().equals(name)) {
      return Optional.of(
          String.format(
              "--topic=%s: the sink %s read %s before, and this one has records",
              name, plan.sink(), known.get().name()));
    }
    if (known.isPresent() && known.get().wasMadeAnew(topic.id())) {
      return Optional.of(
          String.format(
              "--topic=%s: was made anew since the sink %s was started, and has records",
              name, plan.sink()));
    }
    return topic.removed().isEmpty()
        ? Optional.empty()
        : Optional.of("--startFrom: the topic has all of its records");
  }

  private static UserError refused(
      String why, String whose, StreamingPlan plan, LongSupplier keptSince) {
    long since = keptSince.getAsLong();
    return new UserError(
        String.format(
            "%s only from %s on, and what it has of the windows before would take the place of what"
                + " %s; give --startFrom=%s, the first window that is whole, or earliest if that is"
                + " wanted",
            why, Instant.ofEpochMilli(since), whose, Instant.ofEpochMilli(whole(plan, since))));
  }

  /** The first window of which no call may be in a record from before {@code since}. */
  private static long whole(StreamingPlan plan, long since) {
    TumblingWindow windows = plan.settings().fold().windows();
    // An event may be ahead of its record.
    long ahead = since + plan.times().aheadTolerance().toMillis();
    return windows.endOf(windows.startOf(ahead - 1));
  }

  private static boolean hasBefore(Table metrics, long border) {
    long micros = Math.multiplyExact(border, 1000L);
    TableScan before =
        metrics.newScan().filter(Expressions.lessThan(WindowTable.WINDOW_START, micros));
    try (CloseableIterable<FileScanTask> tasks = before.planFiles();
        CloseableIterator<FileScanTask> first = tasks.iterator()) {
      return first.hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
