package io.tallybeam.focus;

import java.util.Map;
import java.util.stream.Collectors;

/** FOCUS's key-value format: a JSON object of texts. */
final class JsonText {

  private JsonText() {}

  /** The object, without spaces, in the order of the map. */
  static String of(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> quoted(value.getKey()) + ":" + quoted(value.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
