package io.tallybeam.event;

import java.io.Serializable;

/** A format of events: reads one event from its bytes. Adding a format is adding an instance. */
public interface EventFormat extends Serializable {

  /**
   * Reads the event in {@code bytes[offset, offset + length)}, a line without its line feed.
   *
   * <p>Never throws for what the bytes hold, and gives the same answer for the same bytes on every
   * machine.
   */
  Parsed parse(byte[] bytes, int offset, int length);

  /** A parser that remembers what events have in common, and so is faster. */
  default EventParser newParser() {
    return this::parse;
  }
}
