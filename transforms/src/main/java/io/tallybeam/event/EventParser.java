package io.tallybeam.event;

/** Reads events of one format, one after the other. Not safe for use by several threads at once. */
@FunctionalInterface
public interface EventParser {

  /** Gives what {@link EventFormat#parse} gives for the same bytes. */
  Parsed parse(byte[] bytes, int offset, int length);
}
