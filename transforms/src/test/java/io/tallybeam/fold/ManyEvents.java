package io.tallybeam.fold;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tallybeam.event.Call;
import java.io.IOException;

/**
 * Elements that stand for so many events that a worker cannot keep them until its bundle ends.
 *
 * <p>An element is the number of its first event.
 */
final class ManyEvents implements EventReader<Integer> {

  private static final long serialVersionUID = 1;

  /** More than 64 MiB as packed calls. */
  static final int CALLS = 75_000;

  /** More than the 5,000 dead letters that are kept. */
  static final int REJECTS = 6_000;

  private static final String LONG = "n".repeat(Call.MAX_NAME_BYTES - 8);

  @Override
  public Origin origin(Integer first, long position) {
    return new Origin("from-" + first, position);
  }

  @Override
  public void read(Integer first, Events events) throws IOException {
    for (int i = first; i < first + CALLS; i++) {
      Call call = new Call(LONG, LONG, LONG, LONG + i, Event.START, false, false, 1, 1, 1, 1);
      line(Event.of(call).line(), i, events);
    }
    for (int i = 0; i < REJECTS; i++) {
      line("{", i, events);
    }
  }

  private static void line(String line, long position, Events events) throws IOException {
    byte[] bytes = line.getBytes(US_ASCII);
    events.event(bytes, 0, bytes.length, position);
  }
}
