package io.tallybeam.live;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.LedgerCounts;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockCoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What one element of a source holds for one window and shard, packed.
 *
 * @param counts how many events there are
 * @param calls their calls, which are not folded yet
 */
record Parcel(LedgerCounts counts, Block calls) {

  byte[] toBytes() throws IOException {
    ByteWriter counted = new ByteWriter(16);
    counts.write(counted);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(calls.length() + counted.size() + 8);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(counted.size());
    out.write(counted.array(), 0, counted.size());
    BlockCoder.of().encode(calls, out);
    return bytes.toByteArray();
  }

  static Parcel of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    byte[] counted = in.readNBytes(in.readUnsignedShort());
    LedgerCounts counts = LedgerCounts.read(new ByteReader(counted, 0, counted.length));
    return new Parcel(counts, BlockCoder.of().decode(in));
  }
}
