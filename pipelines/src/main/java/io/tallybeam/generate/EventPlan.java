package io.tallybeam.generate;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Which events are made up, and how fast, as the options say.
 *
 * @param text their text
 * @param endless whether they go on until the run is stopped
 * @param rate how many a second, or 0 for as many as possible
 */
record EventPlan(EventText text, boolean endless, long rate) {

  private static final String FIRST = "2026-03-02T00:00:00Z";

  /** What takes so long has no end. */
  private static final long ENDLESS_SECONDS = TimeUnit.DAYS.toSeconds(3650);

  /**
   * Reads the options.
   *
   * @param nowMillis when live events begin
   * @throws UserError if they contradict each other or are out of range
   */
  static EventPlan of(GenerateOptions options, long nowMillis) {
    checkTarget(options);
    long rate = OptionText.inRange("rate", options.getRate(), 0, Integer.MAX_VALUE);
    boolean live = options.isLive();
    if (live && rate == 0) {
      throw new UserError("--live: give --rate=N too, the events a second");
    }
    boolean endless = live && options.getEvents() == 0;
    if (options.getEvents() < 1 && !endless) {
      throw new UserError("--events=" + options.getEvents() + ": expected at least 1");
    }
    long events = endless ? rate * ENDLESS_SECONDS : options.getEvents();
    Duration duration = OptionText.duration("duration", options.getDuration());
    if (duration.toMillis() < 1) {
      throw new UserError("--duration=" + options.getDuration() + ": expected more than nothing");
    }
    EventText text =
        new EventText(
            Draws.mix(options.getSeed().hashCode()),
            events,
            live ? nowMillis : from(options),
            live ? Math.max(1, liveMillis(events, rate)) : duration.toMillis(),
            OptionText.inRange("tenants", options.getTenants(), 1, 10_000_000),
            OptionText.share("duplicates", options.getDuplicates()),
            OptionText.share("rejects", options.getRejects()));
    return new EventPlan(text, endless, rate);
  }

  /** How many events there are. */
  long events() {
    return text.events();
  }

  /** How many events there will be, or -1 if that is not known. */
  long total() {
    return endless ? -1 : events();
  }

  private static long from(GenerateOptions options) {
    return OptionText.time("from", options.getFrom().isEmpty() ? FIRST : options.getFrom());
  }

  private static long liveMillis(long events, long rate) {
    return events / rate * 1000 + events % rate * 1000 / rate;
  }

  private static void checkTarget(GenerateOptions options) {
    boolean topic = !options.getBootstrapServers().isBlank();
    if (topic && !options.getOutput().isBlank()) {
      throw new UserError("--output and --bootstrapServers: give one of them, files or a topic");
    }
    checkOfFiles("files", topic, options.getFiles() != GenerateOptions.FILES);
    checkOfFiles(
        "compression", topic, !options.getCompression().equals(GenerateOptions.NO_COMPRESSION));
    checkOfTopic("rate", topic, options.getRate() != 0);
    checkOfTopic("partitions", topic, options.getPartitions() != 0);
    checkOfTopic("live", topic, options.isLive());
    checkOfTopic("clientProperties", topic, !options.getClientProperties().isBlank());
  }

  private static void checkOfFiles(String option, boolean topic, boolean given) {
    if (given && topic) {
      throw new UserError("--" + option + ": is for files, and not for a topic; leave it out");
    }
  }

  private static void checkOfTopic(String option, boolean topic, boolean given) {
    if (given && !topic) {
      throw new UserError("--" + option + ": is for a topic; give --bootstrapServers=host:port");
    }
  }
}
