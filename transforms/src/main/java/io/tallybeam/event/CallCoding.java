package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import java.util.Objects;

/**
 * The compact binary form of a {@link Call}. Calls are equal exactly if their bytes are.
 *
 * <p>First comes the identity that duplicates share: the tenant, a zero, the request id, a zero,
 * both in UTF-8. Then a zigzag varint of the time, one byte of flags, the tokens and the latency as
 * varints (each plus one, so that an absent one is zero), the cost as a fixed big-endian long, the
 * provider, the model, and the details if there are any. So of calls that differ in their cost
 * alone the cheapest has the smallest bytes, and one without a cost the largest.
 */
public final class CallCoding {

  private static final int CACHE_HIT = 1;
  private static final int FAILED = 2;
  private static final int DETAILS = 4;

  private CallCoding() {}

  /**
   * Appends a call.
   *
   * @throws IllegalArgumentException if the tenant or the request id holds U+0000, which no format
   *     lets through
   */
  public static void write(Call call, ByteWriter out) {
    writeName(call.tenant(), out);
    writeName(call.requestId(), out);
    long time = call.eventTimeMillis();
    out.writeVarLong((time << 1) ^ (time >> (Long.SIZE - 1)));
    boolean detailed = !call.details().equals(CallDetails.NONE);
    out.writeByte(
        (call.cacheHit() ? CACHE_HIT : 0)
            | (call.failed() ? FAILED : 0)
            | (detailed ? DETAILS : 0));
    out.writeVarLong(call.tokensInput() - Call.ABSENT);
    out.writeVarLong(call.tokensOutput() - Call.ABSENT);
    out.writeVarLong(call.latencyMicros() - Call.ABSENT);
    out.writeFixedLong(call.costPicos());
    out.writeUtf8(call.provider());
    out.writeUtf8(call.model());
    if (detailed) {
      DetailsCoding.write(call.details(), out);
    }
  }

  /**
   * Reads the call in {@code bytes[offset, offset + length)}.
   *
   * @throws IllegalStateException if these bytes are not exactly one call
   */
  public static Call read(byte[] bytes, int offset, int length) {
    int tenantEnd = zeroAfter(bytes, offset, offset, length);
    int requestIdEnd = zeroAfter(bytes, tenantEnd + 1, offset, length);
    ByteReader in = new ByteReader(bytes, requestIdEnd + 1, offset + length - requestIdEnd - 1);
    long time = in.readVarLong();
    int flags = in.readByte();
    long tokensInput = in.readVarLong() + Call.ABSENT;
    long tokensOutput = in.readVarLong() + Call.ABSENT;
    long latencyMicros = in.readVarLong() + Call.ABSENT;
    long costPicos = in.readFixedLong();
    String provider = in.readUtf8();
    String model = in.readUtf8();
    CallDetails details = (flags & DETAILS) == 0 ? CallDetails.NONE : DetailsCoding.read(in);
    if (in.hasRemaining() || flags > (CACHE_HIT | FAILED | DETAILS)) {
      throw new IllegalStateException("Not one call: the bytes from " + offset);
    }
    return new Call(
        new String(bytes, offset, tenantEnd - offset, UTF_8),
        provider,
        model,
        new String(bytes, tenantEnd + 1, requestIdEnd - tenantEnd - 1, UTF_8),
        (time >>> 1) ^ -(time & 1),
        (flags & CACHE_HIT) != 0,
        (flags & FAILED) != 0,
        tokensInput,
        tokensOutput,
        latencyMicros,
        costPicos,
        details);
  }

  /**
   * How many bytes, from {@code offset} on, are the identity of the call in {@code bytes[offset,
   * offset + length)}: two calls with a request id are copies of each other if these are equal.
   *
   * @throws IllegalStateException if these bytes are not a call
   */
  public static int identityLength(byte[] bytes, int offset, int length) {
    int tenantEnd = zeroAfter(bytes, offset, offset, length);
    return zeroAfter(bytes, tenantEnd + 1, offset, length) + 1 - offset;
  }

  private static void writeName(String name, ByteWriter out) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A tenant or request id holds U+0000");
    }
    byte[] bytes = name.getBytes(UTF_8);
    out.writeBytes(bytes, 0, bytes.length);
    out.writeByte(0);
  }

  private static int zeroAfter(byte[] bytes, int from, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int i = from; i < offset + length; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    throw new IllegalStateException("Not a call: no end of the identity from " + offset);
  }
}
