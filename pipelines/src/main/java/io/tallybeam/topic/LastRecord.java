package io.tallybeam.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When the last record of a partition came, for a reader and for the one that goes on where it
 * ended in this process: the Direct runner opens another one every few blocks, and a partition that
 * shares it with a busy one would never be idle.
 */
final class LastRecord {

  /** Before the first record a reader knows of no offset. */
  static final long NO_OFFSET = -1;

  private static final Map<Key, Came> LAST = new ConcurrentHashMap<>();

  private record Key(TopicSettings settings, int partition) {}

  private record Came(long nextOffset, long nanos) {}

  private final Key key;
  private final LongSupplier nanos;
  private Came last;

  /**
   * Of a reader that begins now.
   *
   * @param nextOffset where the one before it ended, or {@link #NO_OFFSET}
   * @param nanos a clock like {@link System#nanoTime}
   */
  LastRecord(TopicSettings settings, int partition, long nextOffset, LongSupplier nanos) {
    this.key = new Key(settings, partition);
    this.nanos = nanos;
    Came before = LAST.get(key);
    boolean goesOn = before != null && nextOffset != NO_OFFSET && before.nextOffset() == nextOffset;
    this.last = goesOn ? before : new Came(nextOffset, nanos.getAsLong());
    LAST.put(key, last);
  }

  /** The record before {@code nextOffset} came. */
  void came(long nextOffset) {
    last = new Came(nextOffset, nanos.getAsLong());
    LAST.put(key, last);
  }

  /** For how many nanoseconds nothing came. */
  long quietNanos() {
    return nanos.getAsLong() - last.nanos();
  }
}
