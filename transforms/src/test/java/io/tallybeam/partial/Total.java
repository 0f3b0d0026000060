package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.measure.Measures;

/** A sum that takes as many bytes as the test wants. */
final class Total implements Measures<Total> {

  private long sum;
  private int padding;

  static Total of(long sum, int padding) {
    Total total = new Total();
    total.sum = sum;
    total.padding = padding;
    return total;
  }

  static Total read(ByteReader in) {
    Total total = of(in.readVarLong(), (int) in.readVarLong());
    in.skip(total.padding);
    return total;
  }

  long sum() {
    return sum;
  }

  @Override
  public void merge(Total other) {
    sum += other.sum;
    padding = Math.max(padding, other.padding);
  }

  @Override
  public void write(ByteWriter out) {
    out.writeVarLong(sum);
    out.writeVarLong(padding);
    out.writeBytes(new byte[padding], 0, padding);
  }
}
