package io.tallybeam.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds and replaces secrets and personal data in a text, one kind after the other. */
final class PersonalData {

  /**
   * Before this digit no word goes on. The digit is looked for first, as most of a text is none. A
   * letter that is the end of a JSON escape, such as a line feed's {@code \n}, is not part of a
   * word: events are looked at as they were sent.
   */
  private static final String START =
      "(?=[0-9])(?:(?<![A-Za-z0-9_])|(?<=\\\\[bfnrt])|(?<=\\\\u[0-9A-Fa-f]{4}))";

  /** The time of an event is no telephone and no card, however many digits it has. */
  private static final String NO_TIME = "(?<!\"timestamp\\\\{0,8}\"\\s{0,4}:\\s{0,4})";

  /** No word goes on behind this. */
  private static final String END = "(?![A-Za-z0-9_])";

  private static final Pattern PHONE = numbers("[0-9]{3}[-.]?[0-9]{3}[-.]?[0-9]{4}");
  private static final Pattern SSN = numbers("[0-9]{3}-[0-9]{2}-[0-9]{4}");
  private static final Pattern CREDIT_CARD =
      numbers("[0-9]{4}[-\\s]?[0-9]{4}[-\\s]?[0-9]{4}[-\\s]?[0-9]{4}");

  /** Places in a text, from left to right. */
  interface Places {

    /** Goes to the next place, if there is one. */
    boolean next();

    int start();

    int end();
  }

  private PersonalData() {}

  /**
   * The text with personal data replaced, without what starts at {@code limit} or behind it.
   *
   * <p>The limit counts in {@code text}. So what stands behind it does not come into sight where
   * replacements make the text shorter.
   */
  static String replace(String text, int limit) {
    Cut cut = new Cut(text, Math.min(limit, text.length()));
    cut = cut.replace(new ApiKeyFields(cut.text()), "[REDACTED_API_KEY]");
    cut = cut.replace(new EmailAddresses(cut.text()), "[REDACTED_EMAIL]");
    cut = cut.replace(places(PHONE, cut.text()), "[REDACTED_PHONE]");
    cut = cut.replace(places(SSN, cut.text()), "[REDACTED_SSN]");
    cut = cut.replace(places(CREDIT_CARD, cut.text()), "[REDACTED_CREDIT_CARD]");
    return cut.text().substring(0, cut.limit());
  }

  /** A text, and how much of it may be seen. */
  private record Cut(String text, int limit) {

    Cut replace(Places places, String replacement) {
      StringBuilder out = new StringBuilder(text.length());
      int from = 0;
      int newLimit = -1;
      while (places.next()) {
        if (newLimit < 0 && places.start() >= limit) {
          newLimit = out.length() + limit - from;
        }
        out.append(text, from, places.start()).append(replacement);
        from = places.end();
        if (newLimit < 0 && from >= limit) {
          newLimit = out.length();
        }
      }
      if (newLimit < 0) {
        newLimit = out.length() + limit - from;
      }
      return new Cut(out.append(text, from, text.length()).toString(), newLimit);
    }
  }

  private static Pattern numbers(String number) {
    return Pattern.compile(START + NO_TIME + number + END);
  }

  private static Places places(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return new Places() {
      @Override
      public boolean next() {
        return matcher.find();
      }

      @Override
      public int start() {
        return matcher.start();
      }

      @Override
      public int end() {
        return matcher.end();
      }
    };
  }
}
