package io.tallybeam.streaming;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a sink was started with, as the metrics table tells it: what is in its state and in the
 * tables was made by these, and would be wrong under others.
 */
final class SinkClaim {

  private static final String PREFIX = "tallybeam.sink.";
  private static final String STARTS = "starts";
  private static final String SHARDS = ".shards";

  private final Map<String, String> before;
  private final Map<String, String> now;

  private SinkClaim(Map<String, String> before, Map<String, String> now) {
    this.before = before;
    this.now = now;
  }

  /**
   * Compares a start with the last one of its sink, and takes note of it.
   *
   * @param resumedBy the option by which the stream goes on from a state, if it does
   * @throws UserError if the sink cannot go on so
   */
  static SinkClaim make(Table table, StreamingPlan plan, Optional<String> resumedBy) {
    String prefix = prefix(plan.sink());
    Map<String, String> before = Map.copyOf(table.properties());
    int shards = plan.settings().shards().count();
    Duration lateness = Duration.ofMillis(plan.settings().allowedLatenessMillis());
    String source = plan.settings().fold().source();
    checkShards(plan.sink(), before.get(PREFIX + plan.sink() + SHARDS), shards);
    checkSource(plan.sink(), before.get(prefix + "source"), source);
    if (resumedBy.isPresent()) {
      ClaimedTopic.of(before, prefix)
          .ifPresent(
              topic -> topic.requireSame(plan.topic().topic(), plan.topicId(), resumedBy.get()));
      checkLateness(before.get(prefix + "allowed-lateness"), lateness);
      checkPartitions(before.get(prefix + "partitions"), plan.partitions(), resumedBy.get());
    } else {
      FreshStart.checkOthers(sinks(before), plan);
    }
    Map<String, String> now = new TreeMap<>();
    now.put(PREFIX + plan.sink() + SHARDS, Integer.toString(shards));
    now.put(prefix + "allowed-lateness", lateness.toString());
    now.put(prefix + "partitions", Integer.toString(plan.partitions()));
    now.put(prefix + "source", source);
    now.putAll(new ClaimedTopic(plan.topic().topic(), plan.topicId()).properties(prefix));
    String starts = prefix + STARTS;
    if (resumedBy.isEmpty() || !before.containsKey(starts)) {
      now.put(starts, starts(before.get(starts), plan));
    }
    if (!before.entrySet().containsAll(now.entrySet())) {
      UpdateProperties update = table.updateProperties();
      now.forEach(update::set);
      update.commit();
    }
    return new SinkClaim(before, now);
  }

  /** What the keys of a sink's claim begin with. */
  static String prefix(String sink) {
    return PREFIX + sink + ".";
  }

  /** The sinks that have a claim, as the {@code properties} of the metrics table tell. */
  static SortedSet<String> sinks(Map<String, String> properties) {
    return properties.keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && key.endsWith(SHARDS))
        .map(key -> key.substring(PREFIX.length(), key.length() - SHARDS.length()))
        .collect(Collectors.toCollection(TreeSet::new));
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
   * From when on a stream that goes on from a state reads: from when it began, since it has nothing
   * of the windows before.
   *
   * @param properties of the metrics table; empty if there is none
   * @param asked {@code --startFrom}, or empty
   * @return the same, or what is known
   * @throws UserError if it began at another time, or nobody says at which of several
   */
  static String start(Map<String, String> properties, String sink, String asked) {
    List<String> known = starts(properties.get(PREFIX + sink + "." + STARTS));
    if (asked.isEmpty()) {
      return only(known, sink);
    }
    String wanted = asked.equals(StreamOptions.EARLIEST) ? asked : text(asked);
    if (!known.isEmpty() && !known.contains(wanted)) {
      throw new UserError(
          String.format(
              "--startFrom=%s: the stream to go on from was begun from %s, and has nothing of the"
                  + " windows before",
              asked, String.join(" or ", known)));
    }
    return asked;
  }

  /** The window that the sink was begun from last, unless that was the beginning of its topic. */
  static Optional<String> lastStart(Map<String, String> properties, String sink) {
    List<String> known = starts(properties.get(prefix(sink) + STARTS));
    return known.stream()
        .skip(Math.max(0, known.size() - 1))
        .filter(last -> !last.equals(StreamOptions.EARLIEST))
        .findFirst();
  }

  private static String only(List<String> known, String sink) {
    if (known.size() == 1) {
      return known.get(0);
    }
    throw new UserError(
        known.isEmpty()
            ? String.format(
                "--startFrom: the tables do not tell from when the sink %s was begun; give earliest,"
                    + " or the time",
                sink)
            : String.format(
                "--startFrom: the sink was begun from several times, %s; give the one that the stream"
                    + " to go on from was begun from",
                String.join(" and ", known)));
  }

  private static String text(String time) {
    return Instant.ofEpochMilli(OptionText.time("startFrom", time)).toString();
  }

  /** All that the sink was begun from, the last one at the end. */
  private static String starts(@Nullable String before, StreamingPlan plan) {
    long millis = plan.topic().startMillis();
    String start =
        millis == TopicSettings.EARLIEST
            ? StreamOptions.EARLIEST
            : Instant.ofEpochMilli(millis).toString();
    List<String> all = new ArrayList<>(starts(before));
    all.remove(start);
    all.add(start);
    return String.join(",", all);
  }

  private static List<String> starts(@Nullable String known) {
    return known == null ? List.of() : List.of(known.split(",", -1));
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

  /** A runner reads the partitions that its state has, and no other. */
  private static void checkPartitions(@Nullable String before, int partitions, String resumedBy) {
    if (before != null && Integer.parseInt(before) != partitions) {
      throw new UserError(
          String.format(
              "%s: the stream reads %s partitions, the topic has %d by now, and its state knows no"
                  + " new ones; start without %s, --startFrom a window before they were added",
              resumedBy, before, partitions, resumedBy));
    }
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
