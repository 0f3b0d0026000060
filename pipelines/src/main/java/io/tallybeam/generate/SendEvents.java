package io.tallybeam.generate;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.topic.TopicProducer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends events to a topic, one a record. Event {@code n} goes to partition {@code n} modulo their
 * number: equal shares, and each partition holds the same records in the same order whenever the
 * seed is the same.
 *
 * @param plan which events, and how fast
 * @param partitions how many partitions the topic has
 */
record SendEvents(EventPlan plan, int partitions) {

  private static final int LINE_BYTES = 1024;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Sends all, or those before {@code stopped}, and waits until they are acknowledged. */
  void to(TopicProducer producer, BooleanSupplier stopped) {
    ByteWriter line = new ByteWriter(LINE_BYTES);
    long started = System.nanoTime();
    for (long event = 0; event < plan.events() && awaitTurn(event, started, stopped); event++) {
      line.reset();
      plan.text().write(event, line);
      // The line feed at its end separates lines of files, not records.
      byte[] value = Arrays.copyOf(line.array(), line.size() - 1);
      producer.send((int) (event % partitions), value);
    }
    producer.finish();
  }

  /** Waits until an event is due; gives false if the sending was stopped before. */
  private boolean awaitTurn(long event, long started, BooleanSupplier stopped) {
    while (!stopped.getAsBoolean()) {
      long early = plan.rate() == 0 ? 0 : due(event) - (System.nanoTime() - started);
      // No nap for less: high rates are kept by sending in bursts.
      if (early < NAP_NANOS) {
        return true;
      }
      LockSupport.parkNanos(Math.min(early, LONGEST_NAP_NANOS));
    }
    return false;
  }

  /** When an event is due, in nanoseconds from the start. */
  private long due(long event) {
    long rate = plan.rate();
    return event / rate * NANOS + event % rate * NANOS / rate;
  }
}
