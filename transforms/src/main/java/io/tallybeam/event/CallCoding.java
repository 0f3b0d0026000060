package io.tallybeam.event;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;

/**
 * The compact binary form of a {@link Call} without its {@link CallNames}, which many calls share.
 * Calls are equal exactly if their names and these bytes are.
 *
 * <p>First comes the request id as its length and its UTF-8. Then one byte of flags, a zigzag
 * varint of the time, the tokens and the latency as varints (each plus one, so that an absent one
 * is zero), the cost as a fixed big-endian long, and the details of usage if there are any. So the
 * smallest bytes among copies that differ are those of the copy that tells most of what was paid
 * for, by the flags: of one that did not fail before one that did, of one with token counts before
 * one without; and of copies that differ in their cost alone those of the cheapest, one without a
 * cost coming last.
 */
public final class CallCoding {

  private static final int FAILED = 1 << 7;
  private static final int NO_TOKENS_INPUT = 1 << 6;
  private static final int NO_TOKENS_OUTPUT = 1 << 5;
  private static final int CACHE_HIT = 1 << 4;
  private static final int NO_DETAILS = 1 << 3;
  private static final int ALL_FLAGS =
      FAILED | NO_TOKENS_INPUT | NO_TOKENS_OUTPUT | CACHE_HIT | NO_DETAILS;

  private CallCoding() {}

  /** Appends a call. */
  public static void write(Call call, ByteWriter out) {
    write(call, call.requestId(), out);
  }

  /** Appends a call as if its request id were {@code requestId}. */
  public static void write(Call call, String requestId, ByteWriter out) {
    out.writeUtf8(requestId);
    boolean detailed = !call.usage().equals(UsageDetails.NONE);
    out.writeByte(
        (call.failed() ? FAILED : 0)
            | (call.tokensInput() == Call.ABSENT ? NO_TOKENS_INPUT : 0)
            | (call.tokensOutput() == Call.ABSENT ? NO_TOKENS_OUTPUT : 0)
            | (call.cacheHit() ? CACHE_HIT : 0)
            | (detailed ? 0 : NO_DETAILS));
    long time = call.eventTimeMillis();
    out.writeVarLong((time << 1) ^ (time >> (Long.SIZE - 1)));
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
    int flags = in.readByte();
    long time = zigzag(in);
    long tokensInput = in.readVarLong() + Call.ABSENT;
    long tokensOutput = in.readVarLong() + Call.ABSENT;
    long latencyMicros = in.readVarLong() + Call.ABSENT;
    long costPicos = in.readFixedLong();
    UsageDetails usage = (flags & NO_DETAILS) != 0 ? UsageDetails.NONE : UsageDetails.read(in);
    if (in.hasRemaining() || (flags & ~ALL_FLAGS) != 0) {
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

  /** Reads the time, where {@code in} is behind the request id. */
  public static long readTime(ByteReader in) {
    in.skip(1);
    return zigzag(in);
  }

  private static long zigzag(ByteReader in) {
    long zigzag = in.readVarLong();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
