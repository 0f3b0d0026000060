package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.tallybeam.bytes.ByteOrderMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The syntax of a line that holds one JSON object. */
final class JsonLine {

  /** Takes the fields of the object, in their order. */
  interface Fields {

    /**
     * Takes one field of the object. The parser stands on the first token of its value, and must
     * stand on the last one afterwards.
     */
    void field(String name, JsonParser json) throws IOException;
  }

  private JsonLine() {}

  /**
   * Hands all fields of the object in {@code bytes[offset, offset + length)} to {@code fields}.
   *
   * @return what is wrong with the syntax; if present, {@code fields} may have taken any of the
   *     fields
   */
  static Optional<Reject> read(byte[] bytes, int offset, int length, Fields fields) {
    if (!Utf8.isValid(bytes, offset, length)) {
      return reject(RejectReason.INVALID_UTF8, "The line is not UTF-8.");
    }
    if (ByteOrderMark.begins(bytes, offset, offset + length)) {
      return reject(RejectReason.MALFORMED_JSON, "The line starts with a byte order mark.");
    }
    try (JsonParser json = JsonBytes.open(bytes, offset, length)) {
      return readDocument(json, fields);
    } catch (StreamConstraintsException e) {
      // Depth is the only thing that is limited here: see JsonBytes.
      return reject(
          RejectReason.NESTING_TOO_DEEP,
          "Objects or arrays are nested deeper than " + JsonBytes.MAX_DEPTH + ".");
    } catch (JsonEOFException e) {
      return reject(RejectReason.MALFORMED_JSON, "The line ends before its JSON does.");
    } catch (JsonProcessingException e) {
      return reject(RejectReason.MALFORMED_JSON, "The line is not JSON.");
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot fail to be read", e);
    }
  }

  private static Optional<Reject> readDocument(JsonParser json, Fields fields) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_OBJECT) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        fields.field(name, json);
      }
      return afterObject(json);
    }
    if (first == null) {
      return reject(RejectReason.MALFORMED_JSON, "The line is empty.");
    }
    json.skipChildren();
    return json.nextToken() == null
        ? reject(
            RejectReason.NOT_AN_OBJECT,
            first == JsonToken.START_ARRAY
                ? "The line is a list; write each of its objects in a line of its own."
                : "The line is JSON, but not an object.")
        : reject(RejectReason.MALFORMED_JSON, "The line is not JSON.");
  }

  private static Optional<Reject> afterObject(JsonParser json) throws IOException {
    JsonToken next;
    try {
      next = json.nextToken();
    } catch (JsonProcessingException e) {
      next = JsonToken.NOT_AVAILABLE;
    }
    if (next == null) {
      return Optional.empty();
    }
    return reject(
        RejectReason.TRAILING_CONTENT,
        next == JsonToken.START_OBJECT
            ? "Another object follows on the line; write each in a line of its own."
            : "Something follows the object on its line.");
  }

  private static Optional<Reject> reject(RejectReason reason, String detail) {
    return Optional.of(new Reject(reason, detail, Parsed.NO_TIME));
  }
}
