package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON that is the text of a string, as columns hold it that have no lists. */
final class JsonTexts {

  private JsonTexts() {}

  /** The texts of a list, if the string on which {@code json} stands is one of texts alone. */
  static Optional<List<String>> list(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    String text = json.getText().strip();
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    try (JsonParser list = JsonBytes.ofText(text)) {
      list.nextToken();
      while (list.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(list.getText());
      }
      boolean isList = list.currentToken() == JsonToken.END_ARRAY && list.nextToken() == null;
      return isList ? Optional.of(texts) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
