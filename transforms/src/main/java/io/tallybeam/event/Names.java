package io.tallybeam.event;

/** The rules of tenants, providers, models and request ids. */
final class Names {

  /** Of {@link #complaint}. */
  static final String TOO_LONG = "is longer than " + Call.MAX_NAME_BYTES + " bytes of UTF-8";

  private Names() {}

  /** What is wrong with the name, to follow "The field x"; empty if it is one. */
  static String complaint(String name) {
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
        return "holds a control character";
      }
      if (Character.isSurrogate(c)) {
        if (!isPairAt(name, i)) {
          return "holds half of a surrogate pair";
        }
        i++;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes > Call.MAX_NAME_BYTES ? TOO_LONG : "";
  }

  private static boolean isPairAt(String name, int i) {
    return i + 1 < name.length() && Character.isSurrogatePair(name.charAt(i), name.charAt(i + 1));
  }
}
