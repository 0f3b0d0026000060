package io.tallybeam.topic;

import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.UserError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a topic is the one that a job was started for: a runner that starts a reader again, at an
 * offset of a checkpoint, does not ask which topic has the name by now.
 *
 * <p>For the thread that polls.
 */
final class TopicIdentity {

  private static final Logger LOG = LoggerFactory.getLogger(TopicIdentity.class);

  /** A broker that refuses does so at once. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final TopicSettings settings;
  private final String meant;
  private boolean sure;
  private long asked = System.nanoTime() - PAUSE_NANOS;

  /** Of a topic that had the id {@code meant} when the job was started; empty if nobody knows. */
  TopicIdentity(TopicSettings settings, String meant) {
    this.settings = settings;
    this.meant = meant;
    this.sure = meant.isEmpty();
  }

  /** Asks the broker, now and then, until it answers once; false if it has not. */
  boolean isSure() {
    if (!sure && System.nanoTime() - asked >= PAUSE_NANOS) {
      sure = ask();
      asked = System.nanoTime();
    }
    return sure;
  }

  private boolean ask() {
    String found;
    try {
      found = TopicCheck.id(settings);
    } catch (UserError e) {
      LOG.warn("nothing is read until the broker says which topic this is: {}", e.getMessage());
      return false;
    }
    if (!found.isEmpty() && !found.equals(meant)) {
      throw FinalFailure.from(
          new IllegalStateException(
              settings.topic()
                  + " was made anew while the stream ran, and its offsets are not those of the"
                  + " topic that it read: start without the savepoint"));
    }
    return true;
  }
}
