package io.tallybeam.event;

/** Hands a text to a parser in the middle of other characters, which must not count. */
@FunctionalInterface
interface Chars {

  long parse(char[] chars, int offset, int length);

  static long parse(String text, Chars parser) {
    return parser.parse(("7-." + text + "9e1Z").toCharArray(), 3, text.length());
  }
}
