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
import java.util.ArrayList;
import java.util.List;

/**
 * What one element of a source holds for one window and shard, packed.
 *
 * @param counts what became of the events so far
 * @param sections calls, and partial rows of tables
 */
record Parcel(LedgerCounts counts, List<Section> sections) {

  /** The table of a section that holds calls, which are not folded yet. */
  static final String CALLS = "";

  /**
   * A block of one table.
   *
   * @param table its name, or {@link #CALLS}
   * @param block the block
   */
  record Section(String table, Block block) {}

  byte[] toBytes() throws IOException {
    ByteWriter counted = new ByteWriter(16);
    counts.write(counted);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(counted.size());
    out.write(counted.array(), 0, counted.size());
    out.writeShort(sections.size());
    for (Section section : sections) {
      out.writeUTF(section.table());
      BlockCoder.of().encode(section.block(), out);
    }
    return bytes.toByteArray();
  }

  static Parcel of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    byte[] counted = in.readNBytes(in.readUnsignedShort());
    LedgerCounts counts = LedgerCounts.read(new ByteReader(counted, 0, counted.length));
    int size = in.readUnsignedShort();
    List<Section> sections = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      sections.add(new Section(in.readUTF(), BlockCoder.of().decode(in)));
    }
    return new Parcel(counts, sections);
  }
}
