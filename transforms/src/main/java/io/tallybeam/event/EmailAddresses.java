package io.tallybeam.event;

/**
 * Finds what {@code \b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b} finds, in a time that is
 * linear in the text: a regular expression would start over at every word of a long run without an
 * {@code @}.
 *
 * <p>Words are those of ASCII, so that an address next to a letter with an accent is found as well.
 */
final class EmailAddresses implements PersonalData.Places {

  private final String text;
  private int at = -1;
  private int start;
  private int end;

  EmailAddresses(String text) {
    this.text = text;
  }

  @Override
  public boolean next() {
    int earliest = end;
    for (at = text.indexOf('@', at + 1); at >= 0; at = text.indexOf('@', at + 1)) {
      int from = localStart(earliest);
      int to = from < at ? domainEnd() : at;
      if (to > at) {
        start = from;
        end = to;
        return true;
      }
    }
    at = text.length();
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

  /** The leftmost start of a word, or its end, in the run before the @; the @ if there is none. */
  private int localStart(int earliest) {
    int first = at;
    for (int i = at - 1; i >= earliest && isLocal(text.charAt(i)); i--) {
      if (isBoundary(i)) {
        first = i;
      }
    }
    return first;
  }

  /** The rightmost end of a domain behind the @; the @ if there is none. */
  private int domainEnd() {
    int runEnd = at + 1;
    while (runEnd < text.length() && isDomain(text.charAt(runEnd))) {
      runEnd++;
    }
    for (int dot = runEnd - 1; dot > at + 1; dot--) {
      if (text.charAt(dot) == '.') {
        int topEnd = topLevelEnd(dot + 1);
        if (topEnd > 0) {
          return topEnd;
        }
      }
    }
    return at;
  }

  /** The rightmost end of a word, or its start, two or more characters on; 0 if there is none. */
  private int topLevelEnd(int from) {
    int last = 0;
    for (int i = from; i < text.length() && isTopLevel(text.charAt(i)); i++) {
      if (i > from && isBoundary(i + 1)) {
        last = i + 1;
      }
    }
    return last;
  }

  private boolean isBoundary(int i) {
    boolean before = i > 0 && isWord(text.charAt(i - 1));
    boolean after = i < text.length() && isWord(text.charAt(i));
    return before != after;
  }

  private static boolean isWord(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLocal(char c) {
    return isWord(c) || c == '.' || c == '%' || c == '+' || c == '-';
  }

  private static boolean isDomain(char c) {
    return isLetter(c) || isDigit(c) || c == '.' || c == '-';
  }

  /** The pattern has a bar among the letters. */
  private static boolean isTopLevel(char c) {
    return isLetter(c) || c == '|';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
