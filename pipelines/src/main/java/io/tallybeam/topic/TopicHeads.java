package io.tallybeam.topic;

import io.tallybeam.live.PartitionClock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the whole topic is, for readers whose partitions are idle: looked up by one thread in a
 * process, only while somebody asks, and at most twice in an idle timeout.
 */
final class TopicHeads {

  private static final Logger LOG = LoggerFactory.getLogger(TopicHeads.class);
  private static final Map<Key, TopicHeads> SHARED = new HashMap<>();

  private record Key(TopicSettings settings, TopicTimes times, int partitions) {}

  /**
   * Where the topic ended at one moment.
   *
   * @param latestMillis the largest believed time of the partitions' last events, or {@link
   *     PartitionClock#NONE}
   * @param ends the offset behind the last record, by partition
   * @param takenMillis when the look was over, by the clock of this machine
   */
  record Heads(long latestMillis, Map<TopicPartition, Long> ends, long takenMillis) {

    static final Heads UNKNOWN = new Heads(PartitionClock.NONE, Map.of(), Long.MAX_VALUE);

    long end(int partition) {
      return ends.entrySet().stream()
          .filter(end -> end.getKey().partition() == partition)
          .mapToLong(Map.Entry::getValue)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }
  }

  /** One reader's share in the thread. */
  static final class Lease implements AutoCloseable {
    private @Nullable TopicHeads heads;

    private Lease(TopicHeads heads) {
      this.heads = heads;
    }

    /** What was last seen; asks for a new look, and does not wait for it. */
    Heads latest() {
      TopicHeads open = heads;
      return open == null ? Heads.UNKNOWN : open.askAgain();
    }

    @Override
    public void close() {
      TopicHeads open = heads;
      heads = null;
      if (open != null) {
        open.release();
      }
    }
  }

  private final Key key;
  private final Thread thread;
  private int leases;
  private boolean wanted;
  private boolean closed;
  private volatile Heads last = Heads.UNKNOWN;

  private TopicHeads(Key key) {
    this.key = key;
    this.thread = new Thread(this::run, "topic-heads-" + key.settings().topic());
    thread.setDaemon(true);
    thread.setContextClassLoader(TopicHeads.class.getClassLoader());
  }

  /** A share in the thread for a topic, which ends with the last one. */
  static Lease lease(TopicSettings settings, TopicTimes times, int partitions) {
    synchronized (SHARED) {
      TopicHeads heads =
          SHARED.computeIfAbsent(new Key(settings, times, partitions), TopicHeads::started);
      heads.leases++;
      return new Lease(heads);
    }
  }

  private static TopicHeads started(Key key) {
    TopicHeads heads = new TopicHeads(key);
    heads.thread.start();
    return heads;
  }

  private void release() {
    synchronized (SHARED) {
      leases--;
      if (leases > 0) {
        return;
      }
      SHARED.remove(key);
    }
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }

  private Heads askAgain() {
    synchronized (this) {
      if (!wanted) {
        wanted = true;
        notifyAll();
      }
    }
    return last;
  }

  private void run() {
    try {
      while (awaitWish()) {
        lookWhileWanted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** With a consumer of its own: one that fails is of no use any more, and the next is tried. */
  private void lookWhileWanted() throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = Consumers.looking(key.settings())) {
      LastEvents events =
          new LastEvents(consumer, key.settings().topicPartitions(key.partitions()), key.times());
      do {
        last = events.look();
        pause();
      } while (awaitWish());
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: the ends of the partitions could not be looked up", key.settings().topic(), e);
      pause();
    }
  }

  /** False when nobody is left to wish for anything. */
  private synchronized boolean awaitWish() throws InterruptedException {
    while (!wanted && !closed) {
      wait();
    }
    wanted = false;
    return !closed;
  }

  private synchronized void pause() throws InterruptedException {
    long end = System.nanoTime() + key.times().idleTimeout().toNanos() / 2;
    for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
      // Rounded up, since 0 would be for ever.
      wait(left / 1_000_000 + 1);
    }
  }
}
