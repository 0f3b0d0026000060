package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the bytes of a rejected event into the text of it that is kept.
 *
 * <p>The text is at most {@code limit} characters (UTF-16) of the event, with e-mail addresses,
 * phone numbers, social security numbers, credit card numbers and API keys replaced by {@code
 * [REDACTED_EMAIL]} and so on. What the limit would cut in two is replaced as a whole, if it is at
 * most {@value #MARGIN} characters long. Bytes that are not UTF-8, and U+0000, become U+FFFD.
 *
 * <p>The time it takes grows with the limit, not with the event, and with no more than its first
 * power.
 *
 * @param limit the longest text kept, in characters
 * @param enabled whether anything is replaced; if not, the text is only cut
 */
public record Redaction(int limit, boolean enabled) implements Serializable {

  /** The limit that suits most. */
  public static final int DEFAULT_LIMIT = 2048;

  /** How far behind the limit is looked for the end of what starts before it. */
  static final int MARGIN = 512;

  /** Printable ASCII, escaped; in an event that is a string of another, more than once. */
  private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)(\\\\++)u00([2-7][0-9a-fA-F])");

  /** More than this many characters could not be decoded at once. */
  private static final int MAX_LIMIT = 1 << 24;

  /** The longest UTF-8 of one UTF-16 character. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private static final char REPLACEMENT = '\uFFFD';

  /**
   * @throws IllegalArgumentException if the limit is negative or above 2^24
   */
  public Redaction {
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("The limit must be 0 to " + MAX_LIMIT + ", not " + limit);
    }
  }

  /** The text to keep of {@code bytes[offset, offset + length)}. */
  public String redact(byte[] bytes, int offset, int length) {
    // The bytes that are cut off can only spoil a character behind those that are looked at.
    int enough = Math.min(length, (limit + MARGIN + 1) * MAX_BYTES_PER_CHAR);
    String text = new String(bytes, offset, enough, UTF_8).replace('\0', REPLACEMENT);
    if (!enabled) {
      return cut(text, limit);
    }
    boolean complete = enough == length && text.length() <= limit + MARGIN;
    return cut(replace(cut(text, limit + MARGIN), complete), limit);
  }

  /** Characters may stand escaped in JSON, and must not hide personal data by that. */
  private String replace(String source, boolean complete) {
    String text =
        ESCAPED.matcher(source).replaceAll(escape -> Matcher.quoteReplacement(unescape(escape)));
    // What was cut off behind the margin may be the rest of something that starts in it.
    int visible = complete ? limit : Math.min(limit, text.length() - MARGIN);
    return PersonalData.replace(text, whole(text, Math.max(0, visible)));
  }

  /** Quotes and backslashes stay escaped: a string would end elsewhere. */
  private static String unescape(MatchResult escape) {
    char character = (char) Integer.parseInt(escape.group(2), 16);
    int backslashes = escape.group(1).length();
    return switch (character) {
      case '"' -> "\\".repeat(backslashes | 1) + character;
      case '\\' -> "\\".repeat(backslashes + (backslashes & 1));
      default -> String.valueOf(character);
    };
  }

  private static String cut(String text, int chars) {
    return text.substring(0, whole(text, chars));
  }

  /** The largest length up to {@code chars} that cuts no surrogate pair in two. */
  private static int whole(String text, int chars) {
    if (text.length() <= chars) {
      return text.length();
    }
    return chars > 0 && Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
  }
}
