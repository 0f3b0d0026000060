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
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of {@link LlmOpsFormat}, written down plainly and slowly: with patterns, {@link
 * BigDecimal} and java.time.
 */
final class LlmOpsOracle {

  private static final Set<String> NAMES =
      Set.of("tenant_id", "provider", "model", "request_id", "event_id");
  private static final Set<String> FLAGS = Set.of("cache_hit", "success");
  private static final Map<String, BigDecimal> LIMITS =
      Map.of(
          "tokens_input", new BigDecimal("2147483647"),
          "tokens_output", new BigDecimal("2147483647"),
          "latency_ms", new BigDecimal("2678400000"),
          "cost_usd", new BigDecimal("1000000"));

  private static final Pattern NUMBER =
      Pattern.compile("(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?)(?:[eE]([+-]?[0-9]+))?");
  private static final Pattern ISO =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\\.[0-9]{1,9})?"
              + "([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?|)");

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
    for (Field field : fields) {
      if (!isRead(field.name())) {
        continue;
      }
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

  private static Call call(Map<String, Value> values, long time) {
    String requestId = text(values, "request_id", "");
    return new Call(
        text(values, "tenant_id", ""),
        text(values, "provider", "unknown"),
        text(values, "model", "unknown"),
        requestId.isEmpty() ? text(values, "event_id", "") : requestId,
        time,
        text(values, "cache_hit", "").equalsIgnoreCase("true"),
        text(values, "success", "").equalsIgnoreCase("false"),
        scaled(values, "tokens_input", 0),
        scaled(values, "tokens_output", 0),
        scaled(values, "latency_ms", 3),
        scaled(values, "cost_usd", 12));
  }

  private static boolean isRead(String name) {
    return NAMES.contains(name)
        || FLAGS.contains(name)
        || LIMITS.containsKey(name)
        || name.equals("timestamp");
  }

  private static Optional<RejectReason> faultOf(Field field) {
    Value value = field.value();
    if (value.kind() == Kind.NULL) {
      return Optional.empty();
    }
    boolean isNumber =
        value.kind() == Kind.NUMBER
            || (value.kind() == Kind.TEXT
                && (LIMITS.containsKey(field.name()) || field.name().equals("timestamp"))
                && NUMBER.matcher(value.text()).matches());
    if (isNumber && value.text().length() > 1000) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    if (NAMES.contains(field.name())) {
      boolean good = isName(value) && !(isTenant(field) && value.text().isBlank());
      return good ? Optional.empty() : Optional.of(RejectReason.INVALID_NAME);
    }
    if (FLAGS.contains(field.name())) {
      return isFlag(value) ? Optional.empty() : Optional.of(RejectReason.INVALID_BOOLEAN);
    }
    if (field.name().equals("timestamp")) {
      return time(value).isPresent()
          ? Optional.empty()
          : Optional.of(RejectReason.INVALID_TIMESTAMP);
    }
    if (!isNumber) {
      return Optional.of(RejectReason.INVALID_NUMBER);
    }
    BigDecimal number = decimal(value.text());
    if (number.signum() < 0) {
      return Optional.of(RejectReason.NEGATIVE_NUMBER);
    }
    if (number.compareTo(LIMITS.get(field.name())) > 0) {
      return Optional.of(RejectReason.NUMBER_TOO_LARGE);
    }
    boolean isBroken = number.stripTrailingZeros().scale() > 0;
    return field.name().startsWith("tokens_") && isBroken
        ? Optional.of(RejectReason.INVALID_NUMBER)
        : Optional.empty();
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
    String zone = iso.group(4);
    try {
      LocalDateTime local = LocalDateTime.parse(iso.group(1) + "T" + iso.group(2) + fraction);
      ZoneOffset offset =
          zone.isEmpty() || zone.equalsIgnoreCase("z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
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
