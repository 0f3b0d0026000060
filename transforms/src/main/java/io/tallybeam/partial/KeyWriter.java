package io.tallybeam.partial;

import io.tallybeam.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/** Writes the parts of a {@link Key}, the window last. Reusable after {@link #window}. */
public final class KeyWriter {

  private final ByteWriter out = new ByteWriter(64);

  /** Nothing yet. */
  public KeyWriter() {}

  /** Appends a name, which holds no U+0000; names sort by code point. */
  public KeyWriter name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(utf8, 0, utf8.length);
    out.writeByte(0);
    return this;
  }

  /** Appends a number; negative ones sort first. */
  public KeyWriter number(long number) {
    out.writeFixedLong(number ^ Long.MIN_VALUE);
    return this;
  }

  /** Appends the window, or {@link Key#NO_WINDOW}, and gives the key. */
  public Key window(long windowStart) {
    Key key = new Key(number(windowStart).out.toByteArray());
    out.reset();
    return key;
  }

  void raw(byte[] bytes, int length) {
    out.writeBytes(bytes, 0, length);
  }
}
