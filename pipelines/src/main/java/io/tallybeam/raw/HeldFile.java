package io.tallybeam.raw;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/**
 * A file of a partition that was written and not published.
 *
 * @param previous the unpublished name of the one before it
 * @param unpublished its name, which no other file ever has
 * @param published the name it is to get
 */
record HeldFile(String previous, String unpublished, String published) {

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(256);
    out.writeUtf8(previous);
    out.writeUtf8(unpublished);
    out.writeUtf8(published);
    return out.toByteArray();
  }

  static HeldFile of(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    return new HeldFile(in.readUtf8(), in.readUtf8(), in.readUtf8());
  }
}
