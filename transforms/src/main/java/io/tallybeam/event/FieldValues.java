package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /**
   * A name that may be empty. A number or a boolean counts as its text, a whole number without its
   * fraction.
   */
  String name(String field, JsonParser json, String absent) throws IOException {
    if (isNoText(field, json)) {
      return absent;
    }
    String text = text(json);
    if (Absent.isNothing(text)) {
      return absent;
    }
    String complaint = Names.complaint(text);
    if (!complaint.isEmpty()) {
      fault(RejectReason.INVALID_NAME, field, complaint);
      return absent;
    }
    return text;
  }

  private boolean isNoText(String field, JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NULL
        || isNested(RejectReason.INVALID_NAME, field, json)
        || isTooLongNumber(field, json, false);
  }

  /** Columns of integers with gaps are exported as floats. */
  private static String text(JsonParser json) throws IOException {
    String text = json.getText();
    return json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        ? NumberText.plain(text).filter(plain -> plain.indexOf('.') < 0).orElse(text)
        : text;
  }

  /** The hash of a secret of any length; empty if absent or empty. */
  String hashed(String field, JsonParser json) throws IOException {
    if (isNoText(field, json)) {
      return "";
    }
    String secret = json.getText();
    return secret.isEmpty() || Absent.isNothing(secret) ? "" : Sha256.hex(secret);
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
   * An id, empty where there is none. It is only compared, so that one of more bytes than a name
   * has is as good as its hash.
   */
  String id(String field, JsonParser json) throws IOException {
    if (isNoText(field, json)) {
      return "";
    }
    String text = text(json);
    String complaint = Names.complaint(text);
    if (complaint.equals(Names.TOO_LONG)) {
      return Sha256.hex(text);
    }
    if (!complaint.isEmpty()) {
      fault(RejectReason.INVALID_NAME, field, complaint);
      return "";
    }
    return Absent.isNoId(text) ? "" : text;
  }

  /**
   * Tags: a name, a list of names, which may be the text of one, an object of names with their
   * weights, or one of keys and values; sorted, each name once. Empty names do not count.
   */
  List<Tag> tags(String field, JsonParser json) throws IOException {
    SortedMap<String, Long> tags = new TreeMap<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        tags.put(name(field, json, ""), Tag.WHOLE);
      }
    } else if (json.currentToken() == JsonToken.START_OBJECT) {
      labels(field, json, tags);
    } else {
      Optional<List<String>> list = JsonTexts.list(json);
      for (String name : list.isPresent() ? list.get() : List.of(name(field, json, ""))) {
        named(field, name, Tag.WHOLE, tags);
      }
    }
    tags.remove("");
    if (tags.size() > Tag.MAX_TAGS) {
      fault(RejectReason.INVALID_NAME, field, "has more than " + Tag.MAX_TAGS + " names");
      return List.of();
    }
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  /** What stands behind a name: a weight, or what belongs to the name. */
  private record Label(String name, String value, boolean isWeight) {}

  /** With weights, unless a value is none: then all are keys and values. */
  private void labels(String field, JsonParser json, SortedMap<String, Long> tags)
      throws IOException {
    List<Label> labels = new ArrayList<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      boolean isNone =
          isNoNumber(json)
              || isNested(RejectReason.INVALID_NUMBER, field, json)
              || isTooLongNumber(field, json, true);
      String value = isNone ? "" : text(json);
      boolean isBoolean = json.currentToken().isBoolean();
      labels.add(
          new Label(
              name,
              value,
              isNone
                  || (!isBoolean && NumberText.matches(value.toCharArray(), 0, value.length()))));
    }
    boolean weighted = labels.stream().allMatch(Label::isWeight);
    Set<String> names = new HashSet<>();
    for (Label label : labels) {
      boolean isBare = weighted || label.value().isEmpty();
      String name = isBare ? label.name() : label.name() + ":" + label.value();
      named(field, name, weighted ? weight(field, label.value()) : Tag.WHOLE, tags);
      if (weighted && !names.add(name)) {
        fault(RejectReason.DUPLICATE_FIELD, field, "weighs a name twice");
      }
    }
  }

  private long weight(String field, String value) {
    if (value.isEmpty()) {
      return Tag.WHOLE;
    }
    char[] chars = value.toCharArray();
    return parsed(field, chars, 0, chars.length, FixedPoint.TAG_WEIGHT);
  }

  private void named(String field, String name, long weight, SortedMap<String, Long> tags) {
    String complaint = Names.complaint(name);
    if (!complaint.isEmpty()) {
      fault(RejectReason.INVALID_NAME, field, "has a name that " + complaint);
    } else if (weight > 0 && !Absent.isNothing(name)) {
      tags.put(name, weight);
    }
  }

  /** A number as a whole multiple of the unit; {@link Call#ABSENT} if absent. */
  long number(String field, JsonParser json, FixedPoint unit) throws IOException {
    if (isNoNumber(json)) {
      return Call.ABSENT;
    }
    if (isNested(RejectReason.INVALID_NUMBER, field, json) || isTooLongNumber(field, json, true)) {
      return Call.ABSENT;
    }
    return parsed(
        field, json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), unit);
  }

  private long parsed(String field, char[] chars, int offset, int length, FixedPoint unit) {
    long value = unit.parse(chars, offset, length);
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

  private static boolean isNoNumber(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return token == JsonToken.VALUE_NULL
        || (token == JsonToken.VALUE_STRING
            && json.getTextLength() <= 4
            && (json.getText().isBlank() || Absent.isNothing(json.getText())));
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
      fault(
          RejectReason.INVALID_TIMESTAMP,
          field,
          "is not a time that is read: ISO-8601, or a number since the epoch");
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
