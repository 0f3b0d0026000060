package io.tallybeam.fold;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.List;

/** Elements of a few events: a line with the origin, and a line each. */
final class EventText implements EventReader<String> {

  private static final long serialVersionUID = 1;

  static String element(String origin, List<Event> events) {
    StringBuilder text = new StringBuilder(origin);
    events.forEach(event -> text.append('\n').append(event.line()));
    return text.toString();
  }

  @Override
  public Origin origin(String element, long position) {
    return new Origin(name(element), position);
  }

  private static String name(String element) {
    return element.lines().findFirst().orElseThrow();
  }

  @Override
  public void read(String element, Events events) throws IOException {
    byte[] bytes = element.getBytes(US_ASCII);
    int start = name(element).length() + 1;
    long position = 0;
    while (start < bytes.length) {
      int end = element.indexOf('\n', start);
      int length = (end < 0 ? bytes.length : end) - start;
      if (length > Event.MAX_LINE) {
        events.tooLong(bytes, start, Event.MAX_LINE, position, length);
      } else {
        events.event(bytes, start, length, position);
      }
      start += length + 1;
      position++;
    }
  }
}
