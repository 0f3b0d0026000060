package io.tallybeam.bytes;

/** The byte order mark of UTF-8, which belongs to no text. */
public final class ByteOrderMark {

  /** How many bytes it has. */
  public static final int BYTES = 3;

  private ByteOrderMark() {}

  /** Whether {@code bytes[from, to)} begins with it. */
  public static boolean begins(byte[] bytes, int from, int to) {
    return to - from >= BYTES
        && bytes[from] == (byte) 0xEF
        && bytes[from + 1] == (byte) 0xBB
        && bytes[from + 2] == (byte) 0xBF;
  }
}
