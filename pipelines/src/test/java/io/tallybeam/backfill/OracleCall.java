package io.tallybeam.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call as the oracle reads it: the whole line as a tree, numbers as decimals.
 *
 * <p>It reads what {@link RandomEvents} writes, and is no judge of what a call may be.
 *
 * @param id the request id, or empty
 * @param latency in milliseconds, to 0.001
 * @param cost in USD, to 1e-12
 * @param caller the team, the user, the hash of the API key, and the project, each perhaps empty
 * @param details the counts that are given of parts of the tokens, by charge
 * @param service the service tier in small letters, or empty
 * @param tags each with its weight in millionths, by name
 */
public record OracleCall(
    String tenant,
    String provider,
    String model,
    String id,
    Instant time,
    boolean cacheHit,
    boolean failed,
    Optional<Long> tokensInput,
    Optional<Long> tokensOutput,
    Optional<BigDecimal> latency,
    Optional<BigDecimal> cost,
    List<String> caller,
    Map<String, Long> details,
    String service,
    Map<String, Long> tags) {

  private static final ObjectMapper TREES =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What tokens of these fields are charged as. */
  private static final Map<String, String> DETAILS =
      Map.of(
          "tokens_cached", "cached_read",
          "tokens_cache_write", "cache_write_5m",
          "tokens_cache_write_1h", "cache_write_1h",
          "tokens_audio_input", "audio_input",
          "tokens_reasoning", "reasoning",
          "tokens_audio_output", "audio_output");

  private static String id(JsonNode tree, String field) {
    String text = text(tree, field).orElse("");
    return text.isBlank() || text.matches("(?i)null|none") ? "" : text;
  }

  /** Reads a line that is a call. */
  public static OracleCall of(String line) {
    JsonNode tree = tree(line).orElseThrow();
    String requestId = id(tree, "request_id");
    return new OracleCall(
        text(tree, "tenant_id").orElseThrow(),
        text(tree, "provider").orElse("unknown"),
        text(tree, "model").orElse("unknown"),
        requestId.isEmpty() ? id(tree, "event_id") : requestId,
        time(tree).orElseThrow(),
        text(tree, "cache_hit").orElse("").equalsIgnoreCase("true"),
        text(tree, "success").orElse("").equalsIgnoreCase("false"),
        decimal(tree, "tokens_input").map(BigDecimal::longValueExact),
        decimal(tree, "tokens_output").map(BigDecimal::longValueExact),
        decimal(tree, "latency_ms").map(value -> value.setScale(3, RoundingMode.HALF_EVEN)),
        decimal(tree, "cost_usd").map(value -> value.setScale(12, RoundingMode.HALF_EVEN)),
        List.of(
            text(tree, "team_id").orElse(""),
            text(tree, "user_id").orElse(""),
            text(tree, "api_key_hash")
                .orElseGet(() -> text(tree, "api_key").map(OracleCall::sha256).orElse("")),
            text(tree, "project_id").orElse("")),
        details(tree),
        text(tree, "service_tier").orElse("").toLowerCase(Locale.ROOT),
        tags(tree.path("tags")));
  }

  private static String sha256(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return String.format("%064x", new BigInteger(1, hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Long> details(JsonNode tree) {
    Map<String, Long> details = new TreeMap<>();
    DETAILS.forEach(
        (field, charge) ->
            decimal(tree, field).ifPresent(count -> details.put(charge, count.longValueExact())));
    return details;
  }

  private static Map<String, Long> tags(JsonNode value) {
    Map<String, Long> tags = new TreeMap<>();
    if (value.isTextual()) {
      tags.put(value.asText(), 1_000_000L);
    }
    if (value.isArray()) {
      value.forEach(name -> tags.put(name.asText(), 1_000_000L));
    }
    value
        .properties()
        .forEach(
            tag ->
                tags.put(
                    tag.getKey(),
                    tag.getValue().decimalValue().movePointRight(6).longValueExact()));
    return tags;
  }

  /** The time of any line, empty if it has none that can be read. */
  public static Optional<Instant> timeOf(String line) {
    return tree(line).flatMap(OracleCall::time);
  }

  /** The same call with another cost. */
  OracleCall withCost(Optional<BigDecimal> other) {
    return new OracleCall(
        tenant,
        provider,
        model,
        id,
        time,
        cacheHit,
        failed,
        tokensInput,
        tokensOutput,
        latency,
        other,
        caller,
        details,
        service,
        tags);
  }

  private static Optional<JsonNode> tree(String line) {
    try {
      return Optional.of(
          TREES.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(line));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode tree, String field) {
    JsonNode value = tree.path(field);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  private static Optional<BigDecimal> decimal(JsonNode tree, String field) {
    JsonNode value = tree.path(field);
    return value.isNumber()
        ? Optional.of(value.decimalValue())
        : text(tree, field).map(BigDecimal::new);
  }

  private static Optional<Instant> time(JsonNode tree) {
    JsonNode value = tree.path("timestamp");
    String text = value.asText().toUpperCase(Locale.ROOT).replace(' ', 'T');
    if (value.isNumber() || text.matches("-?[0-9.]+")) {
      return Optional.of(epoch(value.isNumber() ? value.decimalValue() : new BigDecimal(text)));
    }
    if (!value.isTextual() || text.equals(RandomEvents.NO_TIME)) {
      return Optional.empty();
    }
    boolean zoned = text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})");
    Instant exact = OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
    return Optional.of(Instant.ofEpochMilli(exact.toEpochMilli()));
  }

  /** Seconds, or where these would lie far in the future, milliseconds. */
  private static Instant epoch(BigDecimal number) {
    boolean seconds = number.compareTo(new BigDecimal("1e11")) < 0;
    BigDecimal millis = seconds ? number.movePointRight(3) : number;
    return Instant.ofEpochMilli(millis.setScale(0, RoundingMode.FLOOR).longValueExact());
  }
}
