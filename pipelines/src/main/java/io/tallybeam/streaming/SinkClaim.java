package io.tallybeam.streaming;

import io.tallybeam.error.UserError;
import io.tallybeam.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a sink was started with, as the metrics table tells it: what is in its state and in the
 * tables was made by these, and would be wrong under others.
 */
final class SinkClaim {

  private static final String PREFIX = "tallybeam.sink.";

  private final Map<String, String> before;
  private final Map<String, String> now;

  private SinkClaim(Map<String, String> before, Map<String, String> now) {
    this.before = before;
    this.now = now;
  }

  /**
   * Compares a start with the last one of its sink, and takes note of it.
   *
   * @param resumes whether the stream goes on from a state
   * @throws UserError if the sink cannot go on so
   */
  static SinkClaim make(Table table, StreamingPlan plan, boolean resumes) {
    String prefix = PREFIX + plan.sink() + ".";
    Map<String, String> before = Map.copyOf(table.properties());
    int shards = plan.settings().shards().count();
    Duration lateness = Duration.ofMillis(plan.settings().allowedLatenessMillis());
    String source = plan.settings().fold().source();
    checkShards(plan.sink(), before.get(prefix + "shards"), shards);
    checkSource(plan.sink(), before.get(prefix + "source"), source);
    if (resumes) {
      checkTopic(before.get(prefix + "topic"), plan.topic().topic());
      checkLateness(before.get(prefix + "allowed-lateness"), lateness);
      checkPartitions(before.get(prefix + "partitions"), plan.partitions());
    }
    Map<String, String> now =
        Map.of(
            prefix + "shards", Integer.toString(shards),
            prefix + "allowed-lateness", lateness.toString(),
            prefix + "partitions", Integer.toString(plan.partitions()),
            prefix + "source", source,
            prefix + "topic", plan.topic().topic(),
            prefix + "start", start(plan));
    if (!before.entrySet().containsAll(now.entrySet())) {
      UpdateProperties update = table.updateProperties();
      now.forEach(update::set);
      update.commit();
    }
    return new SinkClaim(before, now);
  }

  /** Takes it back: the stream did not start, so nothing was made by these. */
  void withdraw(Table table) {
    UpdateProperties update = table.updateProperties();
    for (String key : now.keySet()) {
      String value = before.get(key);
      if (value == null) {
        update.remove(key);
      } else {
        update.set(key, value);
      }
    }
    update.commit();
  }

  /**
   * From when on a stream that goes on from a state reads, as {@code --startFrom} takes it: from
   * when it began, since it has nothing of the windows before.
   *
   * @throws UserError if it is asked to go on from another time
   */
  static String start(Table table, StreamingPlan plan) {
    String asked = start(plan);
    String before = table.properties().getOrDefault(PREFIX + plan.sink() + ".start", asked);
    if (!asked.equals(before) && !asked.equals(StreamOptions.EARLIEST)) {
      throw new UserError(
          String.format(
              "--startFrom=%s: the stream to go on from began at %s; leave it out", asked, before));
    }
    return before;
  }

  private static String start(StreamingPlan plan) {
    long start = plan.topic().startMillis();
    return start == TopicSettings.EARLIEST
        ? StreamOptions.EARLIEST
        : Instant.ofEpochMilli(start).toString();
  }

  /** Rows of the ledger are replaced by source. */
  private static void checkSource(String sink, @Nullable String before, String source) {
    if (before != null && !before.equals(source)) {
      throw new UserError(
          String.format(
              "--source=%s: the sink %s has %s, and the ledger would count twice; give"
                  + " --source=%s, or start another --sinkId from a window on that this one has not"
                  + " written",
              source, sink, before, before));
    }
  }

  /** The savepoint has offsets of that topic. */
  private static void checkTopic(@Nullable String before, String topic) {
    if (before != null && !before.equals(topic)) {
      throw new UserError(
          String.format(
              "--topic=%s: the stream to go on from reads %s; start without its savepoint",
              topic, before));
    }
  }

  /** Rows of a window are replaced by shard. */
  private static void checkShards(String sink, @Nullable String before, int shards) {
    if (before != null && Integer.parseInt(before) != shards) {
      throw new UserError(
          String.format(
              "--shards=%d: the sink %s has %s; keep that, or start another --sinkId from a window"
                  + " on that this one has not written",
              shards, sink, before));
    }
  }

  /** A window that is closed would open again, without the calls that it had. */
  private static void checkLateness(@Nullable String before, Duration lateness) {
    if (before != null && Duration.parse(before).compareTo(lateness) < 0) {
      throw new UserError(
          String.format(
              "--allowedLateness=%s: the stream to go on from has %s, and windows closed by that"
                  + " cannot be corrected any more; keep it, or take a shorter one",
              text(lateness), text(Duration.parse(before))));
    }
  }

  /** Flink reads the partitions that its state has, and no other. */
  private static void checkPartitions(@Nullable String before, int partitions) {
    if (before != null && Integer.parseInt(before) != partitions) {
      throw new UserError(
          String.format(
              "--savepointPath: the stream reads %s partitions, the topic has %d by now, and a"
                  + " savepoint knows no new ones; start without it, --startFrom a window before"
                  + " they were added",
              before, partitions));
    }
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
