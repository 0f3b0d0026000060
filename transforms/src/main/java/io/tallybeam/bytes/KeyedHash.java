package io.tallybeam.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Hashes of bytes that others choose: with a key drawn for each process, so that nobody can tell
 * which bytes have the same. For tables in memory, and for nothing that leaves the process.
 *
 * <p>Sixteen bytes at a time, by the halves of a product of 128 bits, as wyhash has it.
 */
public final class KeyedHash {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long START = RANDOM.nextLong();
  private static final long FIRST = RANDOM.nextLong();
  private static final long END = RANDOM.nextLong();

  private KeyedHash() {}

  /** The hash of {@code bytes[offset, offset + length)} behind {@code before}. */
  public static int of(long before, byte[] bytes, int offset, int length) {
    long hash = mix(before ^ FIRST, length ^ START);
    int end = offset + length;
    int i = offset;
    for (; i + 2 * Long.BYTES <= end; i += 2 * Long.BYTES) {
      hash = mix((long) LONG.get(bytes, i) ^ FIRST, (long) LONG.get(bytes, i + Long.BYTES) ^ hash);
    }
    long first = 0;
    if (i + Long.BYTES <= end) {
      first = (long) LONG.get(bytes, i);
      i += Long.BYTES;
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = (rest << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return (int) (mix(mix(first ^ FIRST, rest ^ hash), END) >>> Integer.SIZE);
  }

  private static long mix(long one, long other) {
    return Math.multiplyHigh(one, other) ^ (one * other);
  }
}
