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

  /** Printable ASCII, escaped. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\u00([2-7][0-9a-fA-F])");

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
    String text = decode(bytes, offset, length, limit + MARGIN).replace('\0', REPLACEMENT);
    return cut(enabled ? replace(text, length) : text, limit);
  }

  /** Characters may stand escaped in JSON, and must not hide personal data by that. */
  private String replace(String source, int length) {
    String text =
        ESCAPED.matcher(source).replaceAll(escape -> Matcher.quoteReplacement(unescape(escape)));
    // What was cut off behind the margin may be the rest of something that starts in it.
    int visible = length <= limit + MARGIN ? limit : Math.min(limit, text.length() - MARGIN);
    return PersonalData.replace(text, whole(text, Math.max(0, visible)));
  }

  private static String unescape(MatchResult escape) {
    return Character.toString(Integer.parseInt(escape.group(1), 16));
  }

  /** The first characters; the cut bytes at the end can only spoil a character behind them. */
  private static String decode(byte[] bytes, int offset, int length, int chars) {
    int enough = Math.min(length, (chars + 1) * MAX_BYTES_PER_CHAR);
    return cut(new String(bytes, offset, enough, UTF_8), chars);
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
