package io.tallybeam.partial;

import java.util.Arrays;

/** Packed frames: the bytes themselves, or where a {@link BlockStore} keeps them. Immutable. */
public sealed interface Block {

  /** How many bytes it has. */
  int length();

  /** A block that is its own bytes. */
  final class Inline implements Block {
    private final byte[] bytes;

    Inline(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Inline inline && Arrays.equals(bytes, inline.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * A block that a store keeps.
   *
   * @param location the store's name for the file
   * @param position of the first byte in the file
   * @param length in bytes
   */
  record Stored(String location, long position, int length) implements Block {}
}
