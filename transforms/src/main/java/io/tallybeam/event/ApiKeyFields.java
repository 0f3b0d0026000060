package io.tallybeam.event;

/**
 * The values of the fields {@code api_key} of a text, whatever they are: in double quotes or single
 * ones, or in an event that is itself a string of another, where backslashes stand before quotes. A
 * value that does not end goes on to the end of the text, and so do lists and objects.
 */
final class ApiKeyFields implements PersonalData.Places {

  private static final String NAME = "api_key";

  private final String text;
  private int from;
  private int start;
  private int end;

  ApiKeyFields(String text) {
    this.text = text;
  }

  @Override
  public boolean next() {
    for (int at = text.indexOf(NAME, from); at >= 0; at = text.indexOf(NAME, from)) {
      from = at + NAME.length();
      int value = valueBehind(at);
      if (value >= 0) {
        start = value;
        end = endOf(value);
        from = end;
        if (end > start) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  /** Where the value of the field begins whose name is at {@code name}; -1 if it is none. */
  private int valueBehind(int name) {
    int quote = skipBackslashes(name + NAME.length());
    if (!isQuote(name - 1) || !isQuote(quote)) {
      return -1;
    }
    int colon = skipSpace(quote + 1);
    return is(':', colon) ? skipSpace(colon + 1) : -1;
  }

  private int endOf(int value) {
    int quote = skipBackslashes(value);
    if (isQuote(quote)) {
      return endOfString(quote, quote - value);
    }
    if (is('[', value) || is('{', value)) {
      return text.length();
    }
    int at = value;
    while (at < text.length() && "\",}".indexOf(text.charAt(at)) < 0 && !isSpace(at)) {
      at++;
    }
    return at;
  }

  /**
   * Behind the quote that ends a string.
   *
   * @param backslashes how many stand before its quotes: one more than twice as many for each
   *     string around it. A quote in it has others before it, as has one behind a backslash at its
   *     end
   */
  private int endOfString(int quote, int backslashes) {
    int at = quote + 1;
    while (at < text.length()) {
      int behind = skipBackslashes(at);
      if (is(text.charAt(quote), behind)
          && Math.floorMod(behind - at - backslashes, 2 * (backslashes + 1)) == 0) {
        return behind + 1;
      }
      at = behind + 1;
    }
    return text.length();
  }

  private int skipBackslashes(int from) {
    int at = from;
    while (is('\\', at)) {
      at++;
    }
    return at;
  }

  private int skipSpace(int from) {
    int at = from;
    while (isSpace(at)) {
      at++;
    }
    return at;
  }

  private boolean isSpace(int at) {
    return at < text.length() && Character.isWhitespace(text.charAt(at));
  }

  private boolean isQuote(int at) {
    return is('"', at) || is('\'', at);
  }

  private boolean is(char wanted, int at) {
    return at >= 0 && at < text.length() && text.charAt(at) == wanted;
  }
}
