package io.tallybeam.event;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON object by the letter of RFC 8259, character by character: nothing here is shared
 * with the parser under test.
 */
final class OracleJson {

  /** What is wrong with the syntax. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    final RejectReason reason;

    Fault(RejectReason reason) {
      super(reason.code());
      this.reason = reason;
    }
  }

  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL,
    NESTED
  }

  /**
   * A value: of text its characters, of what is nested the bracket and the values in it, of all
   * else the text as written.
   */
  record Value(Kind kind, String text, List<Field> children) {
    Value(Kind kind, String text) {
      this(kind, text, List.of());
    }
  }

  record Field(String name, Value value) {}

  private static final int MAX_DEPTH = 1000;

  private final String line;
  private int at;
  private int depth;

  private OracleJson(String line) {
    this.line = line;
  }

  /** The fields of the object, in order. */
  static List<Field> read(String line) throws Fault {
    OracleJson json = new OracleJson(line);
    json.space();
    Value value = json.value();
    json.space();
    boolean isObject = value.kind() == Kind.NESTED && value.text().equals("{");
    if (json.at < line.length()) {
      throw new Fault(isObject ? RejectReason.TRAILING_CONTENT : RejectReason.MALFORMED_JSON);
    }
    if (!isObject) {
      throw new Fault(RejectReason.NOT_AN_OBJECT);
    }
    return value.children();
  }

  private Value value() throws Fault {
    char c = peek();
    switch (c) {
      case '{', '[' -> {
        if (++depth > MAX_DEPTH) {
          throw new Fault(RejectReason.NESTING_TOO_DEEP);
        }
        at++;
        List<Field> children = elements(c == '{');
        depth--;
        return new Value(Kind.NESTED, String.valueOf(c), children);
      }
      case '"' -> {
        return new Value(Kind.TEXT, text());
      }
      case 't' -> {
        return word("true", Kind.BOOLEAN);
      }
      case 'f' -> {
        return word("false", Kind.BOOLEAN);
      }
      case 'n' -> {
        return word("null", Kind.NULL);
      }
      default -> {
        return number();
      }
    }
  }

  private List<Field> elements(boolean isObject) throws Fault {
    List<Field> children = new ArrayList<>();
    char end = isObject ? '}' : ']';
    space();
    if (peek() == end) {
      at++;
      return children;
    }
    while (true) {
      space();
      String name = isObject ? text() : "";
      space();
      if (isObject) {
        expect(':');
        space();
      }
      children.add(new Field(name, value()));
      space();
      if (peek() == end) {
        at++;
        return children;
      }
      expect(',');
    }
  }

  private String text() throws Fault {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      char c = line.charAt(at++);
      if (c < ' ') {
        throw new Fault(RejectReason.MALFORMED_JSON);
      }
      text.append(c == '\\' ? escaped() : c);
    }
    at++;
    return text.toString();
  }

  private char escaped() throws Fault {
    char c = peek();
    at++;
    if (c == 'u') {
      int code = 0;
      for (int i = 0; i < 4; i++) {
        int digit = "0123456789abcdef0123456789ABCDEF".indexOf(peek());
        expect(peek());
        if (digit < 0) {
          throw new Fault(RejectReason.MALFORMED_JSON);
        }
        code = code * 16 + digit % 16;
      }
      return (char) code;
    }
    int which = "\"\\/bfnrt".indexOf(c);
    if (which < 0) {
      throw new Fault(RejectReason.MALFORMED_JSON);
    }
    return "\"\\/\b\f\n\r\t".charAt(which);
  }

  private Value number() throws Fault {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < line.length() && line.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < line.length() && "eE".indexOf(line.charAt(at)) >= 0) {
      at++;
      if ("+-".indexOf(peek()) >= 0) {
        at++;
      }
      digits();
    }
    return new Value(Kind.NUMBER, line.substring(start, at));
  }

  private void digits() throws Fault {
    int start = at;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw new Fault(RejectReason.MALFORMED_JSON);
    }
  }

  private Value word(String word, Kind kind) throws Fault {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return new Value(kind, word);
  }

  private void space() {
    while (at < line.length() && " \t\r\n".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Fault {
    if (at == line.length()) {
      throw new Fault(RejectReason.MALFORMED_JSON);
    }
    return line.charAt(at);
  }

  private void expect(char c) throws Fault {
    if (peek() != c) {
      throw new Fault(RejectReason.MALFORMED_JSON);
    }
    at++;
  }
}
