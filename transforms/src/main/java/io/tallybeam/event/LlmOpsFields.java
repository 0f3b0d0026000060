package io.tallybeam.event;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

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
  private static final int TEAM = 12;
  private static final int USER = 13;
  private static final int API_KEY = 14;
  private static final int API_KEY_HASH = 15;
  private static final int PROJECT = 16;
  private static final int TAGS = 17;
  private static final int SERVICE = 18;
  private static final int REGION = 19;
  private static final int CACHED = 20;
  private static final int CACHE_WRITE = 21;
  private static final int CACHE_WRITE_1H = 22;
  private static final int REASONING = 23;
  private static final int AUDIO_INPUT = 24;
  private static final int AUDIO_OUTPUT = 25;
  private static final int IMAGE_INPUT = 26;
  private static final int IMAGE_OUTPUT = 27;
  private static final int SEARCHES = 28;

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

  /** Of {@link #CACHED} and the fields behind it; none until there is one. */
  private long @Nullable [] counts;

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
        costPicos,
        details());
  }

  private CallDetails details() {
    if (seen < 1 << TEAM) {
      return CallDetails.NONE;
    }
    String key = apiKeyHash.isEmpty() ? hashOfApiKey : apiKeyHash;
    return CallDetails.of(
        new Caller(team, user, key, project),
        new UsageDetails(
            service,
            region,
            count(CACHED),
            count(CACHE_WRITE),
            count(CACHE_WRITE_1H),
            count(REASONING),
            count(AUDIO_INPUT),
            count(AUDIO_OUTPUT),
            count(IMAGE_INPUT),
            count(IMAGE_OUTPUT),
            count(SEARCHES)),
        tags);
  }

  private long count(int field) {
    return counts == null ? Call.ABSENT : counts[field - CACHED];
  }

  private void count(int field, long count) {
    if (counts == null) {
      counts = new long[SEARCHES - CACHED + 1];
      Arrays.fill(counts, Call.ABSENT);
    }
    counts[field - CACHED] = count;
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
      case "team_id" -> TEAM;
      case "user_id" -> USER;
      case "api_key" -> API_KEY;
      case "api_key_hash" -> API_KEY_HASH;
      case "project_id" -> PROJECT;
      case "tags" -> TAGS;
      case "service_tier" -> SERVICE;
      case "region" -> REGION;
      case "tokens_cached" -> CACHED;
      case "tokens_cache_write" -> CACHE_WRITE;
      case "tokens_cache_write_1h" -> CACHE_WRITE_1H;
      case "tokens_reasoning" -> REASONING;
      case "tokens_audio_input" -> AUDIO_INPUT;
      case "tokens_audio_output" -> AUDIO_OUTPUT;
      case "tokens_image_input" -> IMAGE_INPUT;
      case "tokens_image_output" -> IMAGE_OUTPUT;
      case "web_searches" -> SEARCHES;
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
