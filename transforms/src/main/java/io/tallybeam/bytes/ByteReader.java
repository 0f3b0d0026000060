package io.tallybeam.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what a {@link ByteWriter} wrote, in the same order.
 *
 * <p>Every method throws {@link IllegalStateException} where the bytes end too early or cannot be
 * what the method reads. Not safe for use by several threads at once.
 */
public final class ByteReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  /** Reads {@code bytes[offset, offset + length)}, which is not copied. */
  public ByteReader(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /** One byte, 0 to 255. */
  public int readByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  /** What {@link ByteWriter#writeVarLong} wrote. */
  public long readVarLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        // The tenth byte has room for one bit; and the writer never ends in a needless zero.
        if ((shift == 63 && next > 1) || (shift > 0 && next == 0)) {
          break;
        }
        return value;
      }
    }
    throw new IllegalStateException("Not a varint: the bytes before position " + position);
  }

  /** What {@link ByteWriter#writeFixedLong} wrote. */
  public long readFixedLong() {
    need(Long.BYTES);
    long value = (long) LONG.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** A copy of the next {@code length} bytes. */
  public byte[] readBytes(int length) {
    need(length);
    byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }

  /** A copy of all bytes that are left. */
  public byte[] readRest() {
    return readBytes(end - position);
  }

  /** Passes over the next {@code length} bytes. */
  public void skip(int length) {
    need(length);
    position += length;
  }

  /** What {@link ByteWriter#writeUtf8} wrote. */
  public String readUtf8() {
    long length = readVarLong();
    if (length < 0 || length > end - position) {
      throw pastTheEnd(Long.toUnsignedString(length));
    }
    String text = new String(bytes, position, (int) length, UTF_8);
    position += (int) length;
    return text;
  }

  /** Whether anything is left to read. */
  public boolean hasRemaining() {
    return position < end;
  }

  /** The array that is read; not a copy. */
  public byte[] array() {
    return bytes;
  }

  /** The index in the array of the next byte to be read. */
  public int position() {
    return position;
  }

  private void need(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("Negative length: " + length);
    }
    if (length > end - position) {
      throw pastTheEnd(Integer.toString(length));
    }
  }

  private IllegalStateException pastTheEnd(String wanted) {
    return new IllegalStateException(
        "Wanted "
            + wanted
            + " bytes at position "
            + position
            + ", but only "
            + (end - position)
            + " are left");
  }
}
