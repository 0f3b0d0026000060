package io.tallybeam.event;

/** What the bytes of one event turned out to be: a {@link Call}, or a {@link Reject}. */
public sealed interface Parsed permits Call, Reject {

  /** The event time where none is known. */
  long NO_TIME = Long.MIN_VALUE;

  /**
   * When the call happened, in milliseconds since the epoch; {@link #NO_TIME} for a reject whose
   * time is missing or unreadable.
   */
  long eventTimeMillis();
}
