package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts by which producers say that there is nothing, where JSON has a null. */
final class Absent {

  /** As Java, Python and SQL print it. */
  private static final Set<String> NOTHING = Set.of("null", "none");

  /** What languages, proxies and tracers print for an id that is not there. */
  private static final Set<String> NO_ID =
      Set.of("null", "none", "undefined", "nil", "nan", "n/a", "(null)", "false");

  /** A dash, and the ids of traces and GUIDs that are not set. */
  private static final Pattern UNSET = Pattern.compile("-+|[0-]{8,}");

  private Absent() {}

  /** Whether a value is none, whatever the field. */
  static boolean isNothing(String text) {
    return text.length() == 4 && NOTHING.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether an id is none: it would make one call of all that have it. */
  static boolean isNoId(String text) {
    return text.isBlank()
        || NO_ID.contains(text.toLowerCase(Locale.ROOT))
        || UNSET.matcher(text).matches();
  }

  /** Whether the ASCII text of a name is {@link #isNothing}. */
  static boolean isNothing(byte[] bytes, int offset, int length) {
    return length == 4
        && (bytes[offset] | 0x20) == 'n'
        && isNothing(new String(bytes, offset, length, US_ASCII));
  }

  /** Whether the ASCII text of an id may be {@link #isNoId}; hardly any other is. */
  static boolean maybeNoId(byte[] bytes, int offset, int length) {
    int first = bytes[offset] | 0x20;
    boolean word = length <= 9 && (first == 'n' || first == 'u' || first == 'f' || first == '(');
    return first == ' ' || word || (isUnset(bytes[offset]) && isUnset(bytes[offset + length - 1]));
  }

  private static boolean isUnset(byte c) {
    return c == '0' || c == '-';
  }
}
