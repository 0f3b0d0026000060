package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.Arrays;

/**
 * What a row is about, as bytes whose unsigned order is the order of the row's sort columns.
 *
 * <p>The last part of every key is its window's start.
 */
public final class Key implements Comparable<Key> {

  /** The window of a key that belongs to none. Sorts before all others. */
  public static final long NO_WINDOW = Long.MIN_VALUE;

  private static final int WINDOW_BYTES = 8;

  private final byte[] bytes;
  private final int namesHash;
  private final int hash;

  Key(byte[] bytes) {
    this.bytes = bytes;
    int of = 1;
    for (int i = 0; i < bytes.length - WINDOW_BYTES; i++) {
      of = 31 * of + bytes[i];
    }
    this.namesHash = of;
    this.hash = 31 * of + Long.hashCode(windowStart());
  }

  /** The start of the key's window, or {@link #NO_WINDOW}. */
  public long windowStart() {
    return KeyReader.time(new ByteReader(bytes, bytes.length - WINDOW_BYTES, WINDOW_BYTES));
  }

  /** The same key in the window that starts at {@code windowStart}. */
  public Key withWindow(long windowStart) {
    KeyWriter writer = new KeyWriter();
    writer.raw(bytes, bytes.length - WINDOW_BYTES);
    return writer.window(windowStart);
  }

  /** Whether all parts but the window are those of {@code other}. */
  public boolean isNamedAs(Key other) {
    return namesHash == other.namesHash
        && Arrays.equals(
            bytes,
            0,
            bytes.length - WINDOW_BYTES,
            other.bytes,
            0,
            other.bytes.length - WINDOW_BYTES);
  }

  /** A hash of all parts but the window. */
  public int namesHash() {
    return namesHash;
  }

  /** Reads the parts in the order they were written in. */
  public KeyReader parts() {
    return new KeyReader(new ByteReader(bytes, 0, bytes.length));
  }

  /** Writes the key so that {@link #read} finds its end. */
  public void write(ByteWriter out) {
    out.writeVarLong(bytes.length);
    out.writeBytes(bytes, 0, bytes.length);
  }

  /** Reads what {@link #write} wrote. */
  public static Key read(ByteReader in) {
    return new Key(in.readBytes((int) in.readVarLong()));
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
