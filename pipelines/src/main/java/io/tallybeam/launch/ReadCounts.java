package io.tallybeam.launch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much a run of this process has read so far, ahead of its bundles: the Direct runner reports
 * metrics only when a bundle ends, and a compressed file is one bundle.
 */
public final class ReadCounts {

  private static final Map<String, ReadCounts> BY_RUN = new ConcurrentHashMap<>();

  private final LongAdder bytes = new LongAdder();
  private final LongAdder events = new LongAdder();

  private ReadCounts() {}

  /** The counts of a run, shared by all its workers in this process. */
  public static ReadCounts of(String runId) {
    return BY_RUN.computeIfAbsent(runId, id -> new ReadCounts());
  }

  /** Forgets a run. */
  public static void forget(String runId) {
    BY_RUN.remove(runId);
  }

  /** Adds bytes of input and the events in them. */
  public void add(long moreBytes, long moreEvents) {
    bytes.add(moreBytes);
    events.add(moreEvents);
  }

  /** Bytes of input, as stored. */
  public long bytes() {
    return bytes.sum();
  }

  /** Events. */
  public long events() {
    return events.sum();
  }
}
