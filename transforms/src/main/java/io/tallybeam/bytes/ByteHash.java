package io.tallybeam.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes of bytes, eight at a time. Every bit of every byte counts. */
public final class ByteHash {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  /** The hash of {@code bytes[offset, offset + length)} behind what {@code seed} is the hash of. */
  public static long of(long seed, byte[] bytes, int offset, int length) {
    long hash = mix(seed, length);
    int end = offset + length;
    int i = offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = mix(hash, (long) LONG.get(bytes, i));
    }
    if (i < end) {
      long rest = 0;
      for (; i < end; i++) {
        rest = (rest << Byte.SIZE) | (bytes[i] & 0xFF);
      }
      hash = mix(hash, rest);
    }
    return hash;
  }

  /** The hash of {@code value} behind what {@code hash} is the hash of. */
  static long mix(long hash, long value) {
    long product = (hash ^ value) * MIX;
    return product ^ (product >>> 32);
  }

  /** The 32 bits of a hash that depend on all others: the upper half of a product. */
  public static int toInt(long hash) {
    return (int) ((hash * MIX) >>> 32);
  }
}
