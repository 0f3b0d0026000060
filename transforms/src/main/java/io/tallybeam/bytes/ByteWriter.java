package io.tallybeam.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes that grow at their end, and that are read back by {@link ByteReader}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ByteWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The longest array that every virtual machine can allocate. */
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

  private static final int MAX_VAR_LONG_BYTES = 10;

  private byte[] array;
  private int size;

  /** An empty writer with room for {@code initialCapacity} bytes, which may be 0. */
  public ByteWriter(int initialCapacity) {
    this.array = new byte[initialCapacity];
  }

  /** Writes the low 8 bits. */
  public void writeByte(int value) {
    ensure(1);
    array[size++] = (byte) value;
  }

  /**
   * Writes 1 to 10 bytes of 7 bits each, lowest first. The value counts as unsigned: a small one is
   * short, a negative one takes 10 bytes.
   */
  public void writeVarLong(long value) {
    ensure(MAX_VAR_LONG_BYTES);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** Writes 8 bytes, highest first. */
  public void writeFixedLong(long value) {
    ensure(Long.BYTES);
    LONG.set(array, size, value);
    size += Long.BYTES;
  }

  /** Writes over the 8 bytes at {@code position}, highest first. */
  public void setFixedLong(int position, long value) {
    Objects.checkFromIndexSize(position, Long.BYTES, size);
    LONG.set(array, position, value);
  }

  /** The 8 bytes at {@code position}, highest first. */
  public long getFixedLong(int position) {
    Objects.checkFromIndexSize(position, Long.BYTES, size);
    return (long) LONG.get(array, position);
  }

  /** Writes {@code bytes[offset, offset + length)} as they are, without a length. */
  public void writeBytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, array, size, length);
    size += length;
  }

  /** Writes the length in bytes of UTF-8 as a varint, and the bytes. */
  public void writeUtf8(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    writeVarLong(bytes.length);
    writeBytes(bytes, 0, bytes.length);
  }

  /** How many bytes were written since the start or the last {@link #reset}. */
  public int size() {
    return size;
  }

  /** Forgets what was written and keeps the memory. */
  public void reset() {
    size = 0;
  }

  /**
   * The array behind this writer, not a copy: its first {@link #size} bytes hold what was written.
   * The next write may replace it.
   */
  public byte[] array() {
    return array;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }

  private void ensure(int more) {
    if (more > array.length - size) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) size + more;
    if (needed > MAX_CAPACITY) {
      throw new IllegalStateException(
          "Cannot grow to " + needed + " bytes: the most is " + MAX_CAPACITY);
    }
    array = Arrays.copyOf(array, (int) Math.min(MAX_CAPACITY, Math.max(needed, array.length * 2L)));
  }
}
