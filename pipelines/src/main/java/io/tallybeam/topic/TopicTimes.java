package io.tallybeam.topic;

import io.tallybeam.event.EventFormat;
import io.tallybeam.window.TimeRange;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which event times of a topic are believed, and how its watermark goes by them.
 *
 * @param format how events are read
 * @param maxLineBytes the longest line that is read
 * @param plausible the range of event times that are believed
 * @param aheadTolerance how far an event may be ahead of its record's own time to be believed
 * @param watermarkDelay how far a partition's watermark stays behind its largest event time
 * @param idleTimeout after how long without a record a partition that is read to its end follows
 *     the others; zero for never
 */
public record TopicTimes(
    EventFormat format,
    int maxLineBytes,
    TimeRange plausible,
    Duration aheadTolerance,
    Duration watermarkDelay,
    Duration idleTimeout)
    implements Serializable {

  /**
   * The time of the first record that may hold an event from {@code startMillis} on: an event may
   * be ahead of its record. {@link TopicSettings#EARLIEST} for that.
   */
  long readFrom(long startMillis) {
    return startMillis == TopicSettings.EARLIEST
        ? TopicSettings.EARLIEST
        : Math.max(0, startMillis - aheadTolerance.toMillis());
  }

  /** Reads the events of the topic's blocks. */
  public TopicEvents events() {
    return new TopicEvents(maxLineBytes, aheadTolerance.toMillis());
  }
}
