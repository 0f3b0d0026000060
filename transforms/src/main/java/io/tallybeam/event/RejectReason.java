package io.tallybeam.event;

import java.util.Locale;

/** Why an event is not counted. The code in the tables is the name in lower case. */
public enum RejectReason {
  /** The bytes are not UTF-8. */
  INVALID_UTF8,
  /** The line is not JSON, or is cut off. */
  MALFORMED_JSON,
  /** The line is JSON, but not an object. */
  NOT_AN_OBJECT,
  /** Something follows the object on its line. */
  TRAILING_CONTENT,
  /** A field that is read stands twice in the object. */
  DUPLICATE_FIELD,
  /** Objects or arrays are nested too deep. */
  NESTING_TOO_DEEP,
  /** The line is longer than is read. */
  LINE_TOO_LONG,
  /** No tenant. */
  MISSING_TENANT,
  /** No time. */
  MISSING_TIMESTAMP,
  /** The tenant, provider, model or request id is empty, too long or holds control characters. */
  INVALID_NAME,
  /** The time cannot be read. */
  INVALID_TIMESTAMP,
  /** The time lies outside the range of plausible event times. */
  IMPLAUSIBLE_TIMESTAMP,
  /** A number is not a number, or not a whole one where it must be. */
  INVALID_NUMBER,
  /** A token count, latency or cost is below zero. */
  NEGATIVE_NUMBER,
  /** A number is larger than any call's could be. */
  NUMBER_TOO_LARGE,
  /** A flag is neither true nor false. */
  INVALID_BOOLEAN;

  /** The code as it stands in the tables. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
