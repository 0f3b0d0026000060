package io.tallybeam.topic;

import io.tallybeam.error.FinalFailure;
import io.tallybeam.error.UserError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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

  /** A broker that has no such topic says so at once. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  /** So long a topic may be gone that is made anew. */
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  /** When a topic was found to be the one: the Direct runner opens a reader every few moments. */
  private static final Map<Key, Long> FOUND = new ConcurrentHashMap<>();

  private record Key(TopicSettings settings, String id) {}

  private final TopicSettings settings;
  private final String meant;
  private boolean sure;
  private final long began = System.nanoTime();
  private long asked = began - PAUSE_NANOS;

  /** Of a topic that had the id {@code meant} when the job was started; empty if nobody knows. */
  TopicIdentity(TopicSettings settings, String meant) {
    this.settings = settings;
    this.meant = meant;
    Long found = FOUND.get(new Key(settings, meant));
    this.sure = meant.isEmpty() || (found != null && began - found < PAUSE_NANOS);
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
      boolean gone = e.getCause() instanceof UnknownTopicOrPartitionException;
      if (!(e.getCause() instanceof RetriableException)
          || (gone && System.nanoTime() - began > PATIENCE_NANOS)) {
        throw new IllegalStateException(e.getMessage(), e);
      }
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
    FOUND.put(new Key(settings, meant), System.nanoTime());
    return true;
  }
}
