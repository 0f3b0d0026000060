package io.tallybeam.bytes;

/**
 * What serializers for a schema registry put before a value: a zero and the four bytes of a
 * schema's id. Only that of a JSON object is told, as nothing else is read.
 */
public final class SchemaHeader {

  /** How many bytes it has. */
  public static final int BYTES = 5;

  private SchemaHeader() {}

  /** Whether {@code bytes[from, to)} begins with it, and an object behind it. */
  public static boolean begins(byte[] bytes, int from, int to) {
    return to - from > BYTES && bytes[from] == 0 && bytes[from + BYTES] == '{';
  }
}
