package io.tallybeam.streaming;

import io.tallybeam.catalog.CatalogSettings;
import io.tallybeam.error.UserError;
import io.tallybeam.event.LlmOpsFormat;
import io.tallybeam.firing.Firings;
import io.tallybeam.fold.FoldSettings;
import io.tallybeam.launch.EventRules;
import io.tallybeam.launch.OptionText;
import io.tallybeam.live.LiveSettings;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.prices.CostPlan;
import io.tallybeam.raw.WriteRawArchive;
import io.tallybeam.sink.RunFacts;
import io.tallybeam.topic.ClientProperties;
import io.tallybeam.topic.TopicCheck;
import io.tallybeam.topic.TopicSettings;
import io.tallybeam.topic.TopicTimes;
import io.tallybeam.window.TimeRange;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.joda.time.Duration;

/**
 * A stream as it was asked for, checked.
 *
 * @param topic what is read
 * @param times which event times are believed
 * @param topicId which topic of that name, see {@link TopicCheck#id}
 * @param partitions how many the topic has
 * @param catalog where to
 * @param settings how events are folded
 * @param firings how long windows wait
 * @param commitInterval how long a commit waits
 * @param rollUpInterval how often roll-ups are refreshed; zero for never
 * @param sink the name of the sink
 * @param zone the zone of the additional days
 * @param facts what the commits of the roll-ups carry
 * @param archive where raw events go too, if anywhere
 */
record StreamingPlan(
    TopicSettings topic,
    TopicTimes times,
    String topicId,
    int partitions,
    CatalogSettings catalog,
    LiveSettings settings,
    Firings firings,
    Duration commitInterval,
    Duration rollUpInterval,
    String sink,
    ZoneId zone,
    RunFacts facts,
    Optional<WriteRawArchive> archive) {

  /** Into how many parts tenants are divided unless said otherwise. */
  private static final int SHARDS = 4;

  /**
   * Checks the options; asks no broker.
   *
   * @throws UserError if one is wrong
   */
  static StreamingPlan of(StreamOptions options) {
    EventRules rules = EventRules.of(options);
    String source = options.getSource().isEmpty() ? options.getTopic() : options.getSource();
    long start = start(options, rules);
    TopicTimes times =
        new TopicTimes(
            LlmOpsFormat.INSTANCE,
            rules.maxLineBytes(),
            rules.plausible(),
            notNegative("aheadTolerance", options.getAheadTolerance()),
            notNegative("watermarkDelay", options.getWatermarkDelay()),
            notNegative("idleTimeout", options.getIdleTimeout()));
    TimeRange range =
        start == TopicSettings.EARLIEST
            ? TimeRange.ALWAYS
            : new TimeRange(start, TimeRange.ALWAYS.to());
    FoldSettings fold =
        new FoldSettings(
            rules.windows(),
            range,
            rules.plausible(),
            options.isDeduplicate(),
            shards(options),
            rules.windows(),
            source,
            LlmOpsFormat.INSTANCE,
            rules.redaction(),
            CostPlan.of(options, notNegative("pricesRefresh", options.getPricesRefresh())),
            BlockStore.INLINE);
    LiveSettings settings =
        new LiveSettings(
            fold,
            times.watermarkDelay().toMillis(),
            notNegative("allowedLateness", options.getAllowedLateness()).toMillis());
    return new StreamingPlan(
        topic(options, start),
        times,
        "",
        0,
        EventRules.catalog(options),
        settings,
        new Firings(
            wait("earlyFirings", options.getEarlyFirings()),
            positive("correctionInterval", options.getCorrectionInterval())),
        wait("commitInterval", options.getCommitInterval()),
        wait("rollUpInterval", options.getRollUpInterval()),
        named("sinkId", options.getSinkId()),
        rules.zone(),
        new RunFacts(UUID.randomUUID().toString(), "streaming", source, 1.0),
        WriteRawArchive.of(options));
  }

  private static int shards(StreamOptions options) {
    int wanted = OptionText.inRange("shards", options.getShards(), 0, 4096);
    return wanted > 0 ? wanted : SHARDS;
  }

  private static TopicSettings topic(StreamOptions options, long start) {
    String file = options.getClientProperties();
    return new TopicSettings(
        named("bootstrapServers", options.getBootstrapServers()),
        named("topic", options.getTopic()),
        named("group", options.getGroup()),
        start,
        file.isEmpty() ? Map.of() : ClientProperties.read(file));
  }

  private static long start(StreamOptions options, EventRules rules) {
    String start = options.getStartFrom();
    if (start.isEmpty() || start.equals(StreamOptions.EARLIEST)) {
      return TopicSettings.EARLIEST;
    }
    long time = OptionText.time("startFrom", start);
    rules.requireBorder("startFrom", start, time);
    return time;
  }

  private static String named(String option, String value) {
    if (value.isBlank()) {
      throw new UserError("--" + option + " must not be empty");
    }
    return value;
  }

  private static java.time.Duration notNegative(String option, String value) {
    java.time.Duration duration = OptionText.duration(option, value);
    if (duration.isNegative()) {
      throw new UserError("--" + option + "=" + value + ": must not be negative");
    }
    return duration;
  }

  private static Duration wait(String option, String value) {
    return Duration.millis(notNegative(option, value).toMillis());
  }

  private static Duration positive(String option, String value) {
    Duration duration = wait(option, value);
    if (duration.getMillis() == 0) {
      throw new UserError("--" + option + "=" + value + ": must be more than zero");
    }
    return duration;
  }

  /** The same, of the topic with this id, which has {@code count} partitions. */
  StreamingPlan withTopic(String id, int count) {
    return new StreamingPlan(
        topic,
        times,
        id,
        count,
        catalog,
        settings,
        firings,
        commitInterval,
        rollUpInterval,
        sink,
        zone,
        facts,
        archive);
  }

  boolean refreshesRollUps() {
    return rollUpInterval.getMillis() > 0;
  }
}
