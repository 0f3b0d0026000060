package io.tallybeam.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Parquet's hybrid of runs and packed bits. */
final class SmallNumbers {

  /** Slack for the heads of runs. */
  private static final int MORE_BYTES = 64;

  private SmallNumbers() {}

  /** The first {@code count} of {@code numbers}, each of which has {@code bits} bits. */
  static BytesInput encode(int[] numbers, int count, int bits) throws IOException {
    int bytes = count * bits / Byte.SIZE + MORE_BYTES;
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            bits, bytes, 2 * bytes, HeapByteBufferAllocator.getInstance());
    for (int i = 0; i < count; i++) {
      encoder.writeInt(numbers[i]);
    }
    return encoder.toBytes();
  }
}
