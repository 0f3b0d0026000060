package io.tallybeam.event;

import static io.tallybeam.event.LlmOpsNames.API_KEY;
import static io.tallybeam.event.LlmOpsNames.API_KEY_HASH;
import static io.tallybeam.event.LlmOpsNames.CACHED;
import static io.tallybeam.event.LlmOpsNames.CACHE_HIT;
import static io.tallybeam.event.LlmOpsNames.COST;
import static io.tallybeam.event.LlmOpsNames.COUNTS;
import static io.tallybeam.event.LlmOpsNames.EVENT_ID;
import static io.tallybeam.event.LlmOpsNames.IGNORED;
import static io.tallybeam.event.LlmOpsNames.LATENCY;
import static io.tallybeam.event.LlmOpsNames.MODEL;
import static io.tallybeam.event.LlmOpsNames.PROJECT;
import static io.tallybeam.event.LlmOpsNames.PROVIDER;
import static io.tallybeam.event.LlmOpsNames.REGION;
import static io.tallybeam.event.LlmOpsNames.REQUEST_ID;
import static io.tallybeam.event.LlmOpsNames.SERVICE;
import static io.tallybeam.event.LlmOpsNames.SUCCESS;
import static io.tallybeam.event.LlmOpsNames.TAGS;
import static io.tallybeam.event.LlmOpsNames.TEAM;
import static io.tallybeam.event.LlmOpsNames.TENANT;
import static io.tallybeam.event.LlmOpsNames.TIMESTAMP;
import static io.tallybeam.event.LlmOpsNames.TOKENS_INPUT;
import static io.tallybeam.event.LlmOpsNames.TOKENS_OUTPUT;
import static io.tallybeam.event.LlmOpsNames.USER;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Gathers the fields of one {@link LlmOpsFormat} line. */
final class LlmOpsFields implements JsonLine.Fields {

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
  private String team = "";
  private String user = "";
  private String hashOfApiKey = "";
  private String apiKeyHash = "";
  private String project = "";
  private String service = "";
  private String region = "";
  private List<Tag> tags = List.of();

  /** Of {@link LlmOpsNames#CACHED} and the fields behind it; none until there is one. */
  private long @Nullable [] counts;

  @Override
  public void field(String name, JsonParser json) throws IOException {
    int field = LlmOpsNames.of(name);
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
        names(),
        requestId.isEmpty() ? eventId : requestId,
        time,
        cacheHit,
        !success,
        tokensInput,
        tokensOutput,
        latencyMicros,
        costPicos,
        counts == null ? UsageDetails.NONE : UsageDetails.of(counts));
  }

  private CallNames names() {
    if (seen < 1 << TEAM) {
      return new CallNames(tenant, provider, model);
    }
    String key = apiKeyHash.isEmpty() ? hashOfApiKey : apiKeyHash;
    Caller caller = new Caller(team, user, key, project);
    return new CallNames(new Attribution(tenant, provider, model, caller, tags), service, region);
  }

  private void count(int field, long count) {
    if (counts == null) {
      counts = new long[COUNTS];
      Arrays.fill(counts, Call.ABSENT);
    }
    counts[field - CACHED] = count;
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
      case REQUEST_ID -> requestId = values.id(name, json);
      case EVENT_ID -> eventId = values.id(name, json);
      case TEAM -> team = values.name(name, json, "");
      case USER -> user = values.name(name, json, "");
      case API_KEY -> hashOfApiKey = values.hashed(name, json);
      case API_KEY_HASH -> apiKeyHash = values.name(name, json, "");
      case PROJECT -> project = values.name(name, json, "");
      case TAGS -> tags = values.tags(name, json);
      case SERVICE -> service = values.name(name, json, "");
      case REGION -> region = values.name(name, json, "");
      default -> count(field, values.number(name, json, FixedPoint.TOKENS));
    }
  }
}
