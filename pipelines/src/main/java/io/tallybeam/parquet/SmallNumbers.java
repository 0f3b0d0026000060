package io.tallybeam.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Parquet's hybrid of runs and packed bits. */
final class SmallNumbers {

  /** Slack for the heads of runs. */
  private static final int MORE_BYTES = 64;

  private SmallNumbers() {}

  /**
   * The first {@code count} of {@code numbers}, of which there is one and each has {@code bits}
   * bits.
   */
  static BytesInput encode(int[] numbers, int count, int bits) throws IOException {
    if (isRun(numbers, count)) {
      byte[] number = new byte[(bits + Byte.SIZE - 1) / Byte.SIZE];
      for (int i = 0; i < number.length; i++) {
        number[i] = (byte) (numbers[0] >>> (i * Byte.SIZE));
      }
      return BytesInput.concat(BytesInput.fromUnsignedVarInt(count << 1), BytesInput.from(number));
    }
    int bytes = count * bits / Byte.SIZE + MORE_BYTES;
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            bits, bytes, 2 * bytes, HeapByteBufferAllocator.getInstance());
    for (int i = 0; i < count; i++) {
      encoder.writeInt(numbers[i]);
    }
    return encoder.toBytes();
  }

  /** Most columns have pages of zeros, of ones, or without a null. */
  private static boolean isRun(int[] numbers, int count) {
    return Arrays.mismatch(numbers, 0, count - 1, numbers, 1, count) < 0;
  }
}
