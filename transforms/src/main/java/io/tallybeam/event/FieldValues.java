package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the values of JSON fields by the rules that all formats share, and remembers the first
 * fault.
 *
 * <p>Each method reads the value on whose first token the parser stands, and leaves the parser on
 * its last token. A null, and a value with a fault, gives the same as an absent field.
 */
final class FieldValues {

  private RejectReason reason;
  private String detail;

  boolean isFaulty() {
    return reason != null;
  }

  /** The first fault, for an event with this time or {@link Parsed#NO_TIME}. */
  Reject toReject(long eventTimeMillis) {
    return new Reject(reason, detail, eventTimeMillis);
  }

  /** Passes over the value of a field that was read before. */
  void duplicate(String field, JsonParser json) throws IOException {
    fault(RejectReason.DUPLICATE_FIELD, field, "stands twice in the object");
    json.skipChildren();
  }

  /** A name that may be empty. A number or a boolean counts as its text. */
  String name(String field, JsonParser json, String absent) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return absent;
    }
    if (isNested(RejectReason.INVALID_NAME, field, json) || isTooLongNumber(field, json, false)) {
      return absent;
    }
    String text = json.getText();
    String complaint = Names.complaint(text);
    if (!complaint.isEmpty()) {
      fault(RejectReason.INVALID_NAME, field, complaint);
      return absent;
    }
    return text;
  }

  /** The hash of a secret of any length; empty if absent or empty. */
  String hashed(String field, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL
        || isNested(RejectReason.INVALID_NAME, field, json)
        || isTooLongNumber(field, json, false)) {
      return "";
    }
    String secret = json.getText();
    return secret.isEmpty() ? "" : ApiKeys.hash(secret);
  }

  /** A name that must not be blank; empty if absent. */
  String filledName(String field, JsonParser json) throws IOException {
    String text = name(field, json, "");
    if (text.isBlank() && json.currentToken() != JsonToken.VALUE_NULL) {
      fault(RejectReason.INVALID_NAME, field, "is empty");
      return "";
    }
    return text;
  }

  /**
   * An id, empty where there is none: what is blank, and the word that a producer prints for
   * nothing, would make one call of all that have it.
   */
  String id(String field, JsonParser json) throws IOException {
    String text = name(field, json, "");
    boolean nothing =
        text.isBlank() || text.equalsIgnoreCase("null") || text.equalsIgnoreCase("none");
    return nothing ? "" : text;
  }

  /**
   * Tags: a name, a list of names, or an object of names with their weights; sorted, each name
   * once. Empty names do not count.
   */
  List<Tag> tags(String field, JsonParser json) throws IOException {
    SortedMap<String, Long> tags = new TreeMap<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        tags.put(name(field, json, ""), Tag.WHOLE);
      }
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        String complaint = Names.complaint(name);
        json.nextToken();
        long weight = number(field, json, FixedPoint.TAG_WEIGHT);
        if (!complaint.isEmpty()) {
          fault(RejectReason.INVALID_NAME, field, "has a name that " + complaint);
        } else if (weight == 0) {
          fault(RejectReason.INVALID_NUMBER, field, "has a weight that is not above zero");
        } else if (tags.put(name, weight == Call.ABSENT ? Tag.WHOLE : weight) != null) {
          fault(RejectReason.DUPLICATE_FIELD, field, "weighs a name twice");
        }
      }
    } else {
      tags.put(name(field, json, ""), Tag.WHOLE);
    }
    tags.remove("");
    if (tags.size() > Tag.MAX_TAGS) {
      fault(RejectReason.INVALID_NAME, field, "has more than " + Tag.MAX_TAGS + " names");
      return List.of();
    }
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  /** A number as a whole multiple of the unit; {@link Call#ABSENT} if absent. */
  long number(String field, JsonParser json, FixedPoint unit) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Call.ABSENT;
    }
    if (isNested(RejectReason.INVALID_NUMBER, field, json) || isTooLongNumber(field, json, true)) {
      return Call.ABSENT;
    }
    long value = unit.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (value >= 0) {
      return value;
    }
    if (value == FixedPoint.NEGATIVE) {
      fault(RejectReason.NEGATIVE_NUMBER, field, "is below zero");
    } else if (value == FixedPoint.TOO_LARGE) {
      fault(RejectReason.NUMBER_TOO_LARGE, field, "is larger than a call's can be");
    } else if (value == FixedPoint.NOT_WHOLE) {
      fault(RejectReason.INVALID_NUMBER, field, "is not a whole number");
    } else {
      fault(RejectReason.INVALID_NUMBER, field, "is not a number");
    }
    return Call.ABSENT;
  }

  /** True or false, or a string that says so in any case. */
  boolean flag(String field, JsonParser json, boolean absent) throws IOException {
    JsonToken token = json.currentToken();
    Flag flag =
        switch (token) {
          case VALUE_TRUE -> Flag.TRUE;
          case VALUE_FALSE -> Flag.FALSE;
          case VALUE_NULL -> Flag.NULL;
          case VALUE_STRING ->
              Flag.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
          default -> Flag.INVALID;
        };
    if (flag == Flag.INVALID && !isTooLongNumber(field, json, false)) {
      fault(RejectReason.INVALID_BOOLEAN, field, "is neither true nor false");
    }
    json.skipChildren();
    return flag == Flag.TRUE || (flag != Flag.FALSE && absent);
  }

  /** Milliseconds since the epoch; {@link Parsed#NO_TIME} if absent. */
  long time(String field, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL || isTooLongNumber(field, json, true)) {
      return Parsed.NO_TIME;
    }
    long time = Parsed.NO_TIME;
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      time = EventTime.parse(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
    if (time == Parsed.NO_TIME) {
      fault(RejectReason.INVALID_TIMESTAMP, field, "is not a time");
    }
    json.skipChildren();
    return time;
  }

  private boolean isNested(RejectReason why, String field, JsonParser json) throws IOException {
    if (!json.currentToken().isStructStart()) {
      return false;
    }
    fault(why, field, "is an object or an array");
    json.skipChildren();
    return true;
  }

  /** A number's text has a limit of its own wherever it is read, also for a name. */
  private boolean isTooLongNumber(String field, JsonParser json, boolean orInText)
      throws IOException {
    int length = json.getTextLength();
    if (length <= NumberText.MAX_LENGTH) {
      return false;
    }
    JsonToken token = json.currentToken();
    boolean isNumber =
        token.isNumeric()
            || (orInText
                && token == JsonToken.VALUE_STRING
                && NumberText.matches(json.getTextCharacters(), json.getTextOffset(), length));
    if (isNumber) {
      fault(
          RejectReason.NUMBER_TOO_LARGE,
          field,
          "is a number of more than " + NumberText.MAX_LENGTH + " characters");
    }
    return isNumber;
  }

  private void fault(RejectReason why, String field, String complaint) {
    if (reason == null) {
      reason = why;
      detail = "The field " + field + " " + complaint + ".";
    }
  }
}
