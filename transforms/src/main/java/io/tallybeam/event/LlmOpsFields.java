package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Gathers the fields of one {@link LlmOpsFormat} line. */
final class LlmOpsFields implements JsonLine.Fields {

  private static final int IGNORED = -1;
  private static final int TENANT = 0;
  private static final int PROVIDER = 1;
  private static final int MODEL = 2;
  private static final int CACHE_HIT = 3;
  private static final int TOKENS_INPUT = 4;
  private static final int TOKENS_OUTPUT = 5;
  private static final int LATENCY = 6;
  private static final int COST = 7;
  private static final int SUCCESS = 8;
  private static final int TIMESTAMP = 9;
  private static final int REQUEST_ID = 10;
  private static final int EVENT_ID = 11;

  private final FieldValues values = new FieldValues();

  /** One bit a field that was seen. */
  private int seen;

  private String tenant = "";
  private String provider = Call.UNKNOWN;
  private String model = Call.UNKNOWN;
  private String requestId = "";
  private String eventId = "";
  private long time = Parsed.NO_TIME;
  private boolean cacheHit;
  private boolean success = true;
  private long tokensInput = Call.ABSENT;
  private long tokensOutput = Call.ABSENT;
  private long latencyMicros = Call.ABSENT;
  private long costPicos = Call.ABSENT;

  @Override
  public void field(String name, JsonParser json) throws IOException {
    int field = fieldOf(name);
    if (field == IGNORED) {
      json.skipChildren();
    } else if ((seen & (1 << field)) == 0) {
      seen |= 1 << field;
      value(field, name, json);
    } else {
      values.duplicate(name, json);
      if (field == TIMESTAMP) {
        time = Parsed.NO_TIME;
      }
    }
  }

  /** The call, or why there is none. To be asked once all fields are read. */
  Parsed toParsed() {
    if (values.isFaulty()) {
      return values.toReject(time);
    }
    if (tenant.isEmpty()) {
      return new Reject(RejectReason.MISSING_TENANT, "The field tenant_id is missing.", time);
    }
    if (time == Parsed.NO_TIME) {
      return new Reject(RejectReason.MISSING_TIMESTAMP, "The field timestamp is missing.", time);
    }
    return new Call(
        tenant,
        provider,
        model,
        requestId.isEmpty() ? eventId : requestId,
        time,
        cacheHit,
        !success,
        tokensInput,
        tokensOutput,
        latencyMicros,
        costPicos);
  }

  private static int fieldOf(String name) {
    return switch (name) {
      case "tenant_id" -> TENANT;
      case "provider" -> PROVIDER;
      case "model" -> MODEL;
      case "cache_hit" -> CACHE_HIT;
      case "tokens_input" -> TOKENS_INPUT;
      case "tokens_output" -> TOKENS_OUTPUT;
      case "latency_ms" -> LATENCY;
      case "cost_usd" -> COST;
      case "success" -> SUCCESS;
      case "timestamp" -> TIMESTAMP;
      case "request_id" -> REQUEST_ID;
      case "event_id" -> EVENT_ID;
      default -> IGNORED;
    };
  }

  private void value(int field, String name, JsonParser json) throws IOException {
    switch (field) {
      case TENANT -> tenant = values.filledName(name, json);
      case PROVIDER -> provider = values.name(name, json, Call.UNKNOWN);
      case MODEL -> model = values.name(name, json, Call.UNKNOWN);
      case CACHE_HIT -> cacheHit = values.flag(name, json, false);
      case TOKENS_INPUT -> tokensInput = values.number(name, json, FixedPoint.TOKENS);
      case TOKENS_OUTPUT -> tokensOutput = values.number(name, json, FixedPoint.TOKENS);
      case LATENCY -> latencyMicros = values.number(name, json, FixedPoint.MILLIS_TO_MICROS);
      case COST -> costPicos = values.number(name, json, FixedPoint.USD_TO_PICOS);
      case SUCCESS -> success = values.flag(name, json, true);
      case TIMESTAMP -> time = values.time(name, json);
      case REQUEST_ID -> requestId = values.name(name, json, "");
      case EVENT_ID -> eventId = values.name(name, json, "");
      default -> throw new IllegalStateException("No such field: " + field);
    }
  }
}
