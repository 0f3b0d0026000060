package io.tallybeam.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the ends of plain JSON values: of ASCII without escapes, and with no white space but one
 * space behind a colon or a comma. A value that is not plain may be JSON or not: what it is, a full
 * parser says.
 */
final class PlainJson {

  /** The value is not plain, or not JSON. */
  static final int NOT_PLAIN = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long DELETES = ONES * 0x7F;
  private static final long SPACES = ONES * ' ';

  private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
  private static final int ALSE = 'a' | 'l' << 8 | 's' << 16 | 'e' << 24;
  private static final int NULL = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;

  private static final int MAX_DEPTH = 16;

  private PlainJson() {}

  /** The index of the quote that ends the string whose first character is at {@code from}. */
  static int stringEnd(byte[] bytes, int from, int end) {
    int i = from;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long word = (long) LONG.get(bytes, i);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      long deletes = word ^ DELETES;
      // The lowest bit that is set is exact: a borrow only runs upwards from a byte that is found.
      long quote = (quotes - ONES) & ~quotes & HIGH_BITS;
      long other =
          (word
                  | (word - SPACES)
                  | ((backslashes - ONES) & ~backslashes)
                  | ((deletes - ONES) & ~deletes))
              & HIGH_BITS;
      if ((quote | other) != 0) {
        int at = i + (Long.numberOfTrailingZeros(quote | other) >>> 3);
        boolean isQuote = Long.numberOfTrailingZeros(quote) < Long.numberOfTrailingZeros(other);
        return isQuote && at < end ? at : NOT_PLAIN;
      }
    }
    for (; i < end; i++) {
      byte b = bytes[i];
      if (b == '"') {
        return i;
      }
      if (b < ' ' || b == '\\' || b == 0x7F) {
        return NOT_PLAIN;
      }
    }
    return NOT_PLAIN;
  }

  /** The index behind a space at {@code i}, or {@code i}. */
  static int afterSpace(byte[] bytes, int i, int end) {
    return i < end && bytes[i] == ' ' ? i + 1 : i;
  }

  static boolean isTrue(byte[] bytes, int i, int end) {
    return i + 4 <= end && (int) INT.get(bytes, i) == TRUE;
  }

  static boolean isFalse(byte[] bytes, int i, int end) {
    return i + 5 <= end && bytes[i] == 'f' && (int) INT.get(bytes, i + 1) == ALSE;
  }

  static boolean isNull(byte[] bytes, int i, int end) {
    return i + 4 <= end && (int) INT.get(bytes, i) == NULL;
  }

  static boolean isDigit(byte[] bytes, int i, int end) {
    return i < end && bytes[i] >= '0' && bytes[i] <= '9';
  }

  /** The index behind the digits that start at {@code i}. */
  static int afterDigits(byte[] bytes, int i, int end) {
    int at = i;
    while (isDigit(bytes, at, end)) {
      at++;
    }
    return at;
  }

  /** The index behind the value that starts at {@code i}. */
  static int valueEnd(byte[] bytes, int i, int end) {
    return valueEnd(bytes, i, end, 0);
  }

  private static int valueEnd(byte[] bytes, int i, int end, int depth) {
    if (i >= end || depth > MAX_DEPTH) {
      return NOT_PLAIN;
    }
    return switch (bytes[i]) {
      case '"' -> behind(stringEnd(bytes, i + 1, end));
      case 't' -> isTrue(bytes, i, end) ? i + 4 : NOT_PLAIN;
      case 'f' -> isFalse(bytes, i, end) ? i + 5 : NOT_PLAIN;
      case 'n' -> isNull(bytes, i, end) ? i + 4 : NOT_PLAIN;
      case '{' -> objectEnd(bytes, i + 1, end, depth + 1);
      case '[' -> arrayEnd(bytes, i + 1, end, depth + 1);
      default -> numberEnd(bytes, bytes[i] == '-' ? i + 1 : i, end);
    };
  }

  private static int behind(int quote) {
    return quote < 0 ? NOT_PLAIN : quote + 1;
  }

  private static int numberEnd(byte[] bytes, int i, int end) {
    int whole = afterDigits(bytes, i, end);
    if (whole == i || (bytes[i] == '0' && whole > i + 1)) {
      return NOT_PLAIN;
    }
    if (whole < end && bytes[whole] == '.') {
      int fraction = afterDigits(bytes, whole + 1, end);
      return fraction == whole + 1 ? NOT_PLAIN : fraction;
    }
    return whole;
  }

  private static int arrayEnd(byte[] bytes, int from, int end, int depth) {
    int i = from;
    if (i < end && bytes[i] == ']') {
      return i + 1;
    }
    while (true) {
      i = valueEnd(bytes, i, end, depth);
      if (i < 0 || i >= end) {
        return NOT_PLAIN;
      }
      if (bytes[i] != ',') {
        return bytes[i] == ']' ? i + 1 : NOT_PLAIN;
      }
      i = afterSpace(bytes, i + 1, end);
    }
  }

  private static int objectEnd(byte[] bytes, int from, int end, int depth) {
    int i = from;
    if (i < end && bytes[i] == '}') {
      return i + 1;
    }
    while (true) {
      int quote = i < end && bytes[i] == '"' ? stringEnd(bytes, i + 1, end) : NOT_PLAIN;
      if (quote < 0 || quote + 1 >= end || bytes[quote + 1] != ':') {
        return NOT_PLAIN;
      }
      i = valueEnd(bytes, afterSpace(bytes, quote + 2, end), end, depth);
      if (i < 0 || i >= end) {
        return NOT_PLAIN;
      }
      if (bytes[i] != ',') {
        return bytes[i] == '}' ? i + 1 : NOT_PLAIN;
      }
      i = afterSpace(bytes, i + 1, end);
    }
  }
}
