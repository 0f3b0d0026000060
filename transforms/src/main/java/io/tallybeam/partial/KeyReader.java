package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/** Reads the parts of a {@link Key}. */
public final class KeyReader {

  private final ByteReader in;
  private final ByteWriter name = new ByteWriter(32);

  KeyReader(ByteReader in) {
    this.in = in;
  }

  /** The next part, a name. */
  public String name() {
    name.reset();
    for (int b = in.readByte(); b != 0; b = in.readByte()) {
      name.writeByte(b);
    }
    return new String(name.array(), 0, name.size(), StandardCharsets.UTF_8);
  }

  /** The next part, a number. */
  public long number() {
    return time(in);
  }

  static long time(ByteReader in) {
    return in.readFixedLong() ^ Long.MIN_VALUE;
  }
}
