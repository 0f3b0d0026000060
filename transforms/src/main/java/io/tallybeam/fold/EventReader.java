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
  }

  /** The name under which the element's dead letters are found again. */
  String origin(T element);

  /** Gives every event of {@code element} to {@code events}, once. */
  void read(T element, Events events) throws IOException;
}
