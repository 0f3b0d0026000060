package io.tallybeam.fold;

import io.tallybeam.event.Call;
import io.tallybeam.event.Parsed;
import io.tallybeam.event.Reject;
import io.tallybeam.event.RejectReason;
import java.math.BigDecimal;
import java.util.Random;

/**
 * An event line, and what it is.
 *
 * @param line ASCII
 * @param truth the call, or the reject without its detail, as the format must read it
 */
record Event(String line, Parsed truth) {

  /** Longer lines are not read. */
  static final int MAX_LINE = 500;

  static final long START = 1_714_557_600_000L;
  static final long WINDOW = 900_000;
  static final int WINDOWS = 6;

  /** Names that collide: their strings have equal hash codes. */
  private static final String[] TENANTS = {"AaAa", "BBBB", "AaBB", "t"};

  /** Any event: about two in three are calls, and of those many are copies. */
  static Event random(Random random) {
    long time = START + random.nextInt(WINDOWS) * WINDOW + random.nextInt(3);
    return switch (random.nextInt(16)) {
      case 0 -> new Event("{\"tenant_id\":", reject(RejectReason.MALFORMED_JSON, Parsed.NO_TIME));
      case 1 -> new Event("[]", reject(RejectReason.NOT_AN_OBJECT, Parsed.NO_TIME));
      case 2 ->
          new Event("{\"timestamp\":" + time + "}", reject(RejectReason.MISSING_TENANT, time));
      case 3 -> negative(time);
      case 4 ->
          new Event(
              "x".repeat(MAX_LINE + 1 + random.nextInt(50)),
              reject(RejectReason.LINE_TOO_LONG, Parsed.NO_TIME));
      case 5 -> of(call(random, implausible(random)));
      case 6 -> negative(implausible(random));
      default -> of(call(random, time));
    };
  }

  private static Event negative(long time) {
    return new Event(
        "{\"tenant_id\":\"t\",\"tokens_input\":-1,\"timestamp\":" + time + "}",
        reject(RejectReason.NEGATIVE_NUMBER, time));
  }

  /** The first moment of 1970, or the last of 9999. */
  private static long implausible(Random random) {
    return random.nextBoolean() ? 0 : 253_402_300_799_999L;
  }

  private static Reject reject(RejectReason reason, long time) {
    return new Reject(reason, "", time);
  }

  private static Call call(Random random, long time) {
    return new Call(
        TENANTS[random.nextInt(TENANTS.length)],
        random.nextInt(5) == 0 ? Call.UNKNOWN : "p",
        random.nextBoolean() ? "m1" : "m2",
        random.nextInt(4) == 0 ? "" : TENANTS[random.nextInt(TENANTS.length)] + random.nextInt(3),
        time,
        false,
        random.nextInt(10) == 0,
        random.nextInt(3) == 0 ? Call.ABSENT : 7,
        8,
        random.nextInt(4) == 0 ? Call.ABSENT : 1_000L * random.nextInt(500),
        random.nextInt(4) == 0 ? Call.ABSENT : random.nextInt(1_000));
  }

  static Event of(Call call) {
    StringBuilder line = new StringBuilder("{\"tenant_id\":\"").append(call.tenant()).append('"');
    if (!call.attribution().provider().equals(Call.UNKNOWN)) {
      line.append(",\"provider\":\"").append(call.attribution().provider()).append('"');
    }
    line.append(",\"model\":\"").append(call.attribution().model()).append('"');
    if (!call.requestId().isEmpty()) {
      line.append(",\"request_id\":\"").append(call.requestId()).append('"');
    }
    line.append(",\"timestamp\":").append(call.eventTimeMillis());
    if (call.failed()) {
      line.append(",\"success\":false");
    }
    number(line, "tokens_input", call.tokensInput(), 0);
    number(line, "tokens_output", call.tokensOutput(), 0);
    number(line, "latency_ms", call.latencyMicros(), 3);
    number(line, "cost_usd", call.costPicos(), 12);
    return new Event(line.append('}').toString(), call);
  }

  private static void number(StringBuilder line, String field, long value, int scale) {
    if (value != Call.ABSENT) {
      String text = BigDecimal.valueOf(value, scale).toPlainString();
      line.append(",\"").append(field).append("\":").append(text);
    }
  }
}
