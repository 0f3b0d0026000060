package io.tallybeam.event;

/** What a text says of a flag. */
enum Flag {
  TRUE("true"),
  FALSE("false"),
  /** The text stands for a flag that is not given. */
  EMPTY(""),
  /** The null of JSON, as text. */
  NULL("null"),
  /** The null of Python, as text. */
  NONE("none"),
  /** The text is none of the above. */
  INVALID("-");

  private final String text;

  Flag(String text) {
    this.text = text;
  }

  /** The flag whose text is {@code chars[offset, offset + length)}, in upper or lower case. */
  static Flag parse(char[] chars, int offset, int length) {
    for (Flag flag : FLAGS) {
      if (flag != INVALID && flag.matches(chars, offset, length)) {
        return flag;
      }
    }
    return INVALID;
  }

  private static final Flag[] FLAGS = values();

  private boolean matches(char[] chars, int offset, int length) {
    if (length != text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      // ASCII only: by the rules of Unicode, a long s is an S as well.
      char c = chars[offset + i];
      char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
      if (lower != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
