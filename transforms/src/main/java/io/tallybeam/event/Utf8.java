package io.tallybeam.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The rules of UTF-8 (RFC 3629). */
final class Utf8 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /**
   * Whether the bytes are UTF-8: neither cut off nor longer than needed, no surrogates, nothing
   * above U+10FFFF.
   */
  static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = afterAscii(bytes, offset, end);
    while (i < end) {
      if (bytes[i] >= 0) {
        i++;
        continue;
      }
      int sequence = sequenceLength(bytes, i, end);
      if (sequence == 0) {
        return false;
      }
      i += sequence;
    }
    return true;
  }

  /** An index with nothing but ASCII before it: most lines are ASCII from end to end. */
  private static int afterAscii(byte[] bytes, int offset, int end) {
    int i = offset;
    while (i <= end - Long.BYTES && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    return i;
  }

  /** The length of the sequence that starts at {@code i} with a byte above 0x7F; 0 if invalid. */
  private static int sequenceLength(byte[] bytes, int i, int end) {
    int first = bytes[i] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > end - i) {
      return 0;
    }
    // The second byte is what keeps out long forms, surrogates and what lies above U+10FFFF.
    int second = bytes[i + 1] & 0xFF;
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
