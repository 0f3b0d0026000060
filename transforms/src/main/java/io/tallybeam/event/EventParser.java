package io.tallybeam.event;

/** Reads events of one format, one after the other. Not safe for use by several threads at once. */
@FunctionalInterface
public interface EventParser {

  /** Gives what {@link EventFormat#parse} gives for the same bytes. */
  Parsed parse(byte[] bytes, int offset, int length);

  /** The time of the call that {@link #parse} gives, or {@link Parsed#NO_TIME} if it gives none. */
  default long callTime(byte[] bytes, int offset, int length) {
    return parse(bytes, offset, length) instanceof Call call
        ? call.eventTimeMillis()
        : Parsed.NO_TIME;
  }
}
