package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/**
 * The compact binary form of a {@link Call} without its {@link CallNames}, which many calls share.
 * Calls are equal exactly if their names and these bytes are.
 *
 * <p>First comes the request id as its length and its UTF-8. Then a zigzag varint of the time, one
 * byte of flags, the tokens and the latency as varints (each plus one, so that an absent one is
 * zero), the cost as a fixed big-endian long, and the details of usage if there are any. So of
 * calls that differ in their cost alone the cheapest has the smallest bytes, and one without a cost
 * the largest.
 */
public final class CallCoding {

  private static final int CACHE_HIT = 1;
  private static final int FAILED = 2;
  private static final int DETAILS = 4;

  private CallCoding() {}

  /** Appends a call. */
  public static void write(Call call, ByteWriter out) {
    write(call, call.requestId(), out);
  }

  /** Appends a call as if its request id were {@code requestId}. */
  public static void write(Call call, String requestId, ByteWriter out) {
    out.writeUtf8(requestId);
    long time = call.eventTimeMillis();
    out.writeVarLong((time << 1) ^ (time >> (Long.SIZE - 1)));
    boolean detailed = !call.usage().equals(UsageDetails.NONE);
    out.writeByte(
        (call.cacheHit() ? CACHE_HIT : 0)
            | (call.failed() ? FAILED : 0)
            | (detailed ? DETAILS : 0));
    out.writeVarLong(call.tokensInput() - Call.ABSENT);
    out.writeVarLong(call.tokensOutput() - Call.ABSENT);
    out.writeVarLong(call.latencyMicros() - Call.ABSENT);
    out.writeFixedLong(call.costPicos());
    if (detailed) {
      call.usage().write(out);
    }
  }

  /**
   * Reads the call in {@code bytes[offset, offset + length)}.
   *
   * @throws IllegalStateException if these bytes are not exactly one call
   */
  public static Call read(CallNames names, byte[] bytes, int offset, int length) {
    ByteReader in = new ByteReader(bytes, offset, length);
    return read(names, in.readUtf8(), in);
  }

  /**
   * Reads the call that is all that {@code in} has left, with an empty request id in the place of
   * its own.
   *
   * @throws IllegalStateException if these bytes are not exactly one call
   */
  public static Call readWithoutId(CallNames names, ByteReader in) {
    in.skip((int) in.readVarLong());
    return read(names, "", in);
  }

  private static Call read(CallNames names, String requestId, ByteReader in) {
    long time = readTime(in);
    int flags = in.readByte();
    long tokensInput = in.readVarLong() + Call.ABSENT;
    long tokensOutput = in.readVarLong() + Call.ABSENT;
    long latencyMicros = in.readVarLong() + Call.ABSENT;
    long costPicos = in.readFixedLong();
    UsageDetails usage = (flags & DETAILS) == 0 ? UsageDetails.NONE : UsageDetails.read(in);
    if (in.hasRemaining() || flags > (CACHE_HIT | FAILED | DETAILS)) {
      throw new IllegalStateException("Not one call: the bytes up to " + in.position());
    }
    return new Call(
        names,
        requestId,
        time,
        (flags & CACHE_HIT) != 0,
        (flags & FAILED) != 0,
        tokensInput,
        tokensOutput,
        latencyMicros,
        costPicos,
        usage);
  }

  /** Reads the time that stands behind the request id. */
  public static long readTime(ByteReader in) {
    long zigzag = in.readVarLong();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
