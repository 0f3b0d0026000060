package io.tallybeam.fold;

import java.io.IOException;
import java.io.Serializable;

/**
 * Reads the events of one element: a slice of an archive, or a record of a topic.
 *
 * @param <T> the elements
 */
public interface EventReader<T> extends Serializable {

  /** Takes the events of an element. Buffers are valid during the call only. */
  interface Events {

    /** One event: {@code buffer[offset, offset + length)}. */
    void event(byte[] buffer, int offset, int length, long position) throws IOException;

    /** One event that is too long to be read: its beginning, and its length. */
    void tooLong(byte[] buffer, int offset, int length, long position, long totalLength)
        throws IOException;

    /**
     * Event times after {@code latestMillis} are not believed, up to the next call or element. A
     * file says nothing of when its events were written, a record of a topic does.
     */
    default void believeUntil(long latestMillis) {}
  }

  /**
   * Where an event is found again.
   *
   * @param name the file, or the record
   * @param position of the event's first byte in it
   */
  record Origin(String name, long position) {}

  /** Where the event of {@code element} is that was given with {@code position}. */
  Origin origin(T element, long position);

  /** Gives every event of {@code element} to {@code events}, once. */
  void read(T element, Events events) throws IOException;
}
