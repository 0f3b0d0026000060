package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.event.OracleJson.Field;
import io.tallybeam.event.OracleJson.Kind;
import io.tallybeam.event.OracleJson.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of {@link LlmOpsFormat}, written down plainly and slowly: with patterns, {@link
 * BigDecimal} and java.time.
 */
final class LlmOpsOracle {

  private static final Set<String> NAMES =
      Set.of(
          "tenant_id",
          "provider",
          "model",
          "request_id",
          "event_id",
          "team_id",
          "user_id",
          "api_key",
          "api_key_hash",
          "project_id",
          "service_tier",
          "region");
  private static final Set<String> FLAGS = Set.of("cache_hit", "success");
  private static final Map<String, BigDecimal> LIMITS = limits();

  private static Map<String, BigDecimal> limits() {
    Map<String, BigDecimal> limits = new HashMap<>();
    for (String count :
        List.of(
            "tokens_input",
            "tokens_output",
            "tokens_cached",
            "tokens_cache_write",
            "tokens_cache_write_1h",
            "tokens_reasoning",
            "tokens_audio_input",
            "tokens_audio_output",
            "tokens_image_input",
            "tokens_image_output",
            "web_searches")) {
      limits.put(count, new BigDecimal("2147483647"));
    }
    limits.put("latency_ms", new BigDecimal("2678400000"));
    limits.put("cost_usd", new BigDecimal("1000000"));
    return limits;
  }

  private static final Pattern NUMBER =
      Pattern.compile("(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?)(?:[eE]([+-]?[0-9]+))?");
  private static final Pattern ISO =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})([.,][0-9]{1,9})?"
              + "(?: ?([Zz]|(?i:UTC|GMT)|[+-][0-9]{2}(?::?[0-9]{2})?)(?:\\[[^\\[]*\\])?)?",
          Pattern.DOTALL);
  private static final Pattern NO_ID =
      Pattern.compile("(?i)null|none|undefined|nil|nan|n/a|\\(null\\)|false|-+|[0-]{8,}|");

  /** What a line must give; the detail is not part of the rules and left empty. */
  static Parsed parse(byte[] line) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      return new Reject(RejectReason.INVALID_UTF8, "", Parsed.NO_TIME);
    }
    try {
      return parse(OracleJson.read(text));
    } catch (OracleJson.Fault e) {
      return new Reject(e.reason, "", Parsed.NO_TIME);
    }
  }

  private LlmOpsOracle() {}

  private static Parsed parse(List<Field> fields) {
    Map<String, Value> values = new HashMap<>();
    RejectReason first = null;
    boolean twoTimes = false;
    for (Field sent : fields) {
      if (!isRead(sent.name())) {
        continue;
      }
      Field field = new Field(sent.name(), meant(sent.name(), sent.value()));
      RejectReason fault;
      if (values.containsKey(field.name())) {
        fault = RejectReason.DUPLICATE_FIELD;
        twoTimes |= field.name().equals("timestamp");
      } else {
        fault = faultOf(field).orElse(null);
        values.put(field.name(), field.value());
      }
      first = first == null ? fault : first;
    }
    values.values().removeIf(value -> value.kind() == Kind.NULL);
    long time =
        twoTimes || !values.containsKey("timestamp")
            ? Parsed.NO_TIME
            : time(values.get("timestamp")).orElse(Parsed.NO_TIME);
    if (first == null && !values.containsKey("tenant_id")) {
      first = RejectReason.MISSING_TENANT;
    }
    if (first == null && !values.containsKey("timestamp")) {
      first = RejectReason.MISSING_TIMESTAMP;
    }
    return first == null ? call(values, time) : new Reject(first, "", time);
  }

  private static String id(Map<String, Value> values, String field) {
    String text = text(values, field, "");
    boolean isLong = text.getBytes(UTF_8).length > 256;
    return isLong ? sha256(text) : text.isBlank() || NO_ID.matcher(text).matches() ? "" : text;
  }

  /** What producers print for nothing is null, and a whole number has no fraction. */
  private static Value meant(String name, Value value) {
    boolean isName = NAMES.contains(name);
    boolean isNumber = LIMITS.containsKey(name);
    String text = value.text();
    if (value.kind() == Kind.TEXT && (isName || isNumber) && isNothing(text)) {
      return name.equals("tenant_id") ? new Value(Kind.TEXT, "") : new Value(Kind.NULL, "");
    }
    if (value.kind() == Kind.TEXT && isNumber && text.isBlank() && text.length() <= 4) {
      return new Value(Kind.NULL, "");
    }
    boolean isHashed = name.equals("api_key");
    return isName && !isHashed && value.kind() == Kind.NUMBER
        ? new Value(Kind.NUMBER, plain(text))
        : value;
  }

  private static boolean isNothing(String text) {
    return text.matches("(?i)null|none");
  }

  private static boolean hasLongExponent(String number) {
    return number.matches(".*[eE][+-]?[0-9]{3,}");
  }

  private static String plain(String number) {
    if (number.length() > 1000 || !number.matches("(?s).*[.eE].*")) {
      return number;
    }
    if (hasLongExponent(number)) {
      return number;
    }
    String plain = new BigDecimal(number).stripTrailingZeros().toPlainString();
    return plain.contains(".") ? number : plain;
  }

  private static Call call(Map<String, Value> values, long time) {
    String requestId = id(values, "request_id");
    return new Call(
        names(values),
        requestId.isEmpty() ? id(values, "event_id") : requestId,
        time,
        text(values, "cache_hit", "").equalsIgnoreCase("true"),
        text(values, "success", "").equalsIgnoreCase("false"),
        scaled(values, "tokens_input", 0),
        scaled(values, "tokens_output", 0),
        scaled(values, "latency_ms", 3),
        scaled(values, "cost_usd", 12),
        usage(values));
  }

  private static CallNames names(Map<String, Value> values) {
    String hash = text(values, "api_key_hash", "");
    String key = text(values, "api_key", "");
    return new CallNames(
        new Attribution(
            text(values, "tenant_id", ""),
            text(values, "provider", "unknown"),
            text(values, "model", "unknown"),
            new Caller(
                text(values, "team_id", ""),
                text(values, "user_id", ""),
                hash.isEmpty() && !key.isEmpty() ? sha256(key) : hash,
                text(values, "project_id", "")),
            values.containsKey("tags") ? tags(values.get("tags")) : List.of()),
        text(values, "service_tier", ""),
        text(values, "region", ""));
  }

  private static UsageDetails usage(Map<String, Value> values) {
    return new UsageDetails(
        scaled(values, "tokens_cached", 0),
        scaled(values, "tokens_cache_write", 0),
        scaled(values, "tokens_cache_write_1h", 0),
        scaled(values, "tokens_reasoning", 0),
        scaled(values, "tokens_audio_input", 0),
        scaled(values, "tokens_audio_output", 0),
        scaled(values, "tokens_image_input", 0),
        scaled(values, "tokens_image_output", 0),
        scaled(values, "web_searches", 0));
  }

  private static String sha256(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return String.format("%064x", new BigInteger(1, hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Tag> tags(Value value) {
    TreeMap<String, Long> tags = new TreeMap<>();
    if (value.kind() != Kind.NESTED) {
      tags.put(textOrNothing(value), Tag.WHOLE);
    }
    boolean weighted = isWeighted(value);
    for (Field child : value.children()) {
      String inner = plainOf(child.value());
      if (value.text().equals("[")) {
        tags.put(textOrNothing(child.value()), Tag.WHOLE);
      } else if (!weighted) {
        tags.put(inner.isEmpty() ? child.name() : child.name() + ":" + inner, Tag.WHOLE);
      } else if (inner.isEmpty()) {
        tags.put(child.name(), Tag.WHOLE);
      } else if (millionths(inner) > 0) {
        tags.put(child.name(), millionths(inner));
      }
    }
    tags.keySet().removeIf(name -> name.isEmpty() || isNothing(name));
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  /** Of an object: whether each value is a number, or none. */
  private static boolean isWeighted(Value value) {
    return value.children().stream()
        .map(Field::value)
        .allMatch(
            inner ->
                inner.kind() != Kind.BOOLEAN
                    && (plainOf(inner).isEmpty() || NUMBER.matcher(plainOf(inner)).matches()));
  }

  private static String textOrNothing(Value value) {
    String text = value.kind() == Kind.NUMBER ? plain(value.text()) : value.text();
    return value.kind() == Kind.NULL || isNothing(text) ? "" : text;
  }

  private static String plainOf(Value value) {
    String text = textOrNothing(value);
    return value.kind() == Kind.TEXT && text.isBlank() && text.length() <= 4 ? "" : text;
  }

  private static long millionths(String number) {
    return decimal(number).setScale(6, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }

  private static Optional<RejectReason> faultOfTags(Value value) {
    Set<String> names = new HashSet<>();
    if (value.kind() != Kind.NESTED) {
      return faultOfName(value);
    }
    for (Field child : value.children()) {
      Value inner = child.value();
      if (value.text().equals("[")) {
        Optional<RejectReason> fault =
            inner.kind() == Kind.NULL ? Optional.empty() : faultOfName(inner);
        if (fault.isPresent()) {
          return fault;
        }
        names.add(textOrNothing(inner));
        continue;
      }
      boolean isLong = inner.text().length() > 1000;
      boolean isNumber =
          inner.kind() == Kind.NUMBER
              || (inner.kind() == Kind.TEXT && NUMBER.matcher(inner.text()).matches());
      if (inner.kind() == Kind.NESTED) {
        return Optional.of(RejectReason.INVALID_NUMBER);
      }
      if (isLong && isNumber) {
        return Optional.of(RejectReason.NUMBER_TOO_LARGE);
      }
    }
    if (value.text().equals("{")) {
      boolean weighted = isWeighted(value);
      Set<String> weighed = new HashSet<>();
      for (Field child : value.children()) {
        String inner = plainOf(child.value());
        if (weighted && !inner.isEmpty()) {
          Optional<RejectReason> fault =
              faultOfNumber(new Value(Kind.TEXT, inner), new BigDecimal(1_000_000), false);
          if (fault.isPresent()) {
            return fault;
          }
        }
        String name = weighted || inner.isEmpty() ? child.name() : child.name() + ":" + inner;
        if (!isName(new Value(Kind.TEXT, name))) {
          return Optional.of(RejectReason.INVALID_NAME);
        }
        if (weighted && !weighed.add(name)) {
          return Optional.of(RejectReason.DUPLICATE_FIELD);
        }
        boolean isNoTag = weighted && !inner.isEmpty() && millionths(inner) == 0;
        if (!isNoTag && !isNothing(name)) {
          names.add(name);
        }
      }
    }
    names.remove("");
    return names.size() > 32 ? Optional.of(RejectReason.INVALID_NAME) : Optional.empty();
  }

  private static Optional<RejectReason> faultOfName(Value value) {
    if (value.kind() == Kind.NUMBER && value.text().length() > 1000) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    return isName(value) ? Optional.empty() : Optional.of(RejectReason.INVALID_NAME);
  }

  private static Optional<RejectReason> faultOfNumber(
      Value value, BigDecimal limit, boolean whole) {
    boolean isNumber =
        value.kind() == Kind.NUMBER
            || (value.kind() == Kind.TEXT && NUMBER.matcher(value.text()).matches());
    if (isNumber && value.text().length() > 1000) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    if (!isNumber) {
      return Optional.of(RejectReason.INVALID_NUMBER);
    }
    BigDecimal number = decimal(value.text());
    if (number.signum() < 0) {
      return Optional.of(RejectReason.NEGATIVE_NUMBER);
    }
    if (number.compareTo(limit) > 0) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    return whole && number.stripTrailingZeros().scale() > 0
        ? Optional.of(RejectReason.INVALID_NUMBER)
        : Optional.empty();
  }

  private static boolean isRead(String name) {
    return NAMES.contains(name)
        || FLAGS.contains(name)
        || LIMITS.containsKey(name)
        || name.equals("tags")
        || name.equals("timestamp");
  }

  private static Optional<RejectReason> faultOf(Field field) {
    Value value = field.value();
    if (value.kind() == Kind.NULL) {
      return Optional.empty();
    }
    if (field.name().equals("tags")) {
      return faultOfTags(value);
    }
    if (LIMITS.containsKey(field.name())) {
      boolean whole = !Set.of("latency_ms", "cost_usd").contains(field.name());
      return faultOfNumber(value, LIMITS.get(field.name()), whole);
    }
    boolean isNumber =
        value.kind() == Kind.NUMBER
            || (value.kind() == Kind.TEXT
                && field.name().equals("timestamp")
                && NUMBER.matcher(value.text()).matches());
    if (isNumber && value.text().length() > 1000) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    if (field.name().equals("api_key")) {
      return value.kind() == Kind.NESTED
          ? Optional.of(RejectReason.INVALID_NAME)
          : Optional.empty();
    }
    if (NAMES.contains(field.name())) {
      boolean isLongId =
          field.name().matches("request_id|event_id")
              && value.kind() != Kind.NESTED
              && value.text().codePoints().noneMatch(Character::isISOControl)
              && UTF_8.newEncoder().canEncode(value.text());
      boolean good = isLongId || (isName(value) && !(isTenant(field) && value.text().isBlank()));
      return good ? Optional.empty() : Optional.of(RejectReason.INVALID_NAME);
    }
    if (FLAGS.contains(field.name())) {
      return isFlag(value) ? Optional.empty() : Optional.of(RejectReason.INVALID_BOOLEAN);
    }
    return time(value).isPresent() ? Optional.empty() : Optional.of(RejectReason.INVALID_TIMESTAMP);
  }

  private static boolean isTenant(Field field) {
    return field.name().equals("tenant_id");
  }

  private static boolean isName(Value value) {
    return value.kind() != Kind.NESTED
        && value.text().codePoints().noneMatch(Character::isISOControl)
        && UTF_8.newEncoder().canEncode(value.text())
        && value.text().getBytes(UTF_8).length <= 256;
  }

  private static boolean isFlag(Value value) {
    return value.kind() == Kind.BOOLEAN
        || (value.kind() == Kind.TEXT
            && Set.of("true", "false", "null", "none", "")
                .contains(value.text().toLowerCase(Locale.ROOT)));
  }

  private static Optional<Long> time(Value value) {
    boolean readable = value.kind() == Kind.TEXT || value.kind() == Kind.NUMBER;
    if (!readable || value.text().length() > 1000) {
      return Optional.empty();
    }
    Matcher iso = ISO.matcher(value.text());
    if (iso.matches()) {
      return isoTime(iso);
    }
    Matcher number = NUMBER.matcher(value.text());
    if (!number.matches() || number.group(2) != null) {
      return Optional.empty();
    }
    BigDecimal decimal = new BigDecimal(number.group(1));
    int digits = decimal.abs().toBigInteger().toString().length();
    int power = digits <= 11 ? 3 : digits <= 14 ? 0 : digits <= 17 ? -3 : -6;
    return digits > 19
        ? Optional.empty()
        : Optional.of(
            decimal.scaleByPowerOfTen(power).setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  private static Optional<Long> isoTime(Matcher iso) {
    String fraction = iso.group(3) == null ? "" : iso.group(3);
    String zone = iso.group(4) == null ? "z" : iso.group(4);
    try {
      LocalDateTime local =
          LocalDateTime.parse(iso.group(1) + "T" + iso.group(2) + fraction.replace(',', '.'));
      ZoneOffset offset = zone.matches("(?i)z|utc|gmt") ? ZoneOffset.UTC : ZoneOffset.of(zone);
      return Optional.of(local.toInstant(offset).toEpochMilli());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, Value> values, String name, String absent) {
    return values.containsKey(name) ? values.get(name).text() : absent;
  }

  private static long scaled(Map<String, Value> values, String name, int scale) {
    return values.containsKey(name)
        ? decimal(values.get(name).text())
            .setScale(scale, RoundingMode.HALF_EVEN)
            .unscaledValue()
            .longValueExact()
        : Call.ABSENT;
  }

  /** The number, with its exponent cut to what decides every rule alike. */
  private static BigDecimal decimal(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw new IllegalArgumentException(text);
    }
    BigDecimal mantissa = new BigDecimal(number.group(1));
    if (mantissa.signum() == 0 || number.group(2) == null) {
      return mantissa;
    }
    BigInteger far = BigInteger.valueOf(5000);
    BigInteger exponent = new BigInteger(number.group(2)).min(far).max(far.negate());
    return mantissa.scaleByPowerOfTen(exponent.intValue());
  }
}
