package io.tallybeam.topic;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the thread that polls one partition tells the thread that reads it.
 *
 * <p>Written by the first, read by the second.
 */
final class PartitionFeed {

  private static final long UNKNOWN = -1;

  private final AtomicLong lost = new AtomicLong();
  private volatile long nextOffset = UNKNOWN;
  private volatile long position = UNKNOWN;

  /**
   * Blocks up to this offset, not included, were handed out; the first of all is where it began.
   */
  void handedOut(long newNextOffset) {
    nextOffset = newNextOffset;
  }

  /** The log is read up to this offset, not included; markers of transactions count. */
  void readTo(long newPosition) {
    position = newPosition;
  }

  /** So many records were deleted before they could be read. */
  void addLost(long records) {
    lost.addAndGet(records);
  }

  /** The records lost since the last call. */
  long takeLost() {
    return lost.getAndSet(0);
  }

  boolean isStarted() {
    return nextOffset != UNKNOWN;
  }

  /** How far the poll is ahead of what was handed out, which is markers of transactions only. */
  long nextOffset() {
    return nextOffset;
  }

  /** The offset up to which the log is read; below every offset if nothing is known. */
  long position() {
    return position;
  }
}
