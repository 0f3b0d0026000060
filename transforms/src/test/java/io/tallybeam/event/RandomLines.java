package io.tallybeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of JSON from a seed: calls printed in many ways, and lines that are damaged. */
final class RandomLines {

  private static final String[] VALUES = {
    "null",
    "true",
    "false",
    "\"\"",
    "\" \"",
    "\"true\"",
    "\"FALSE\"",
    "\"None\"",
    "\"fal\\u017fe\"",
    "0",
    "-0",
    "-0.0",
    "1",
    "12.0",
    "1.2e1",
    "1.5",
    "-1",
    "-1e-9",
    "1e400",
    "1e-400",
    "1E+2",
    "01",
    "1.",
    ".5",
    "+1",
    "NaN",
    "Infinity",
    "-Infinity",
    "\"NaN\"",
    "\"7\"",
    "\" 7\"",
    "\"1e2\"",
    "\"abc\"",
    "2147483647",
    "2147483648",
    "9223372036854775808",
    "1000000",
    "1000000.00000000001",
    "2678400000",
    "2678400000.0004",
    "\"2023-11-16T18:17:03.979Z\"",
    "\"2023-11-16 18:17:03+05:30\"",
    "\"2023-02-29T00:00:00Z\"",
    "1700158623",
    "1700158623979",
    "1700158623979123.5",
    "1.7e9",
    "\"1700158623.5\"",
    "\"tab\\tin\"",
    "\"nul\\u0000\"",
    "\"\\u0085\"",
    "\"\\ud800\"",
    "\"\\ud83d\\udc1d\"",
    "\"\\udc1d\\ud83d\"",
    "\"\u007F\"",
    "\"\u2003\"",
    "\"\uFEFF\"",
    "{}",
    "[]",
    "[1,{\"tenant_id\":2}]",
    "{\"a\":[]}",
    "[\"b\",\"a\",\"b\",\"\",null,7]",
    "{\"b\":2,\"a\":null,\"c\":\"0.25\"}",
    "{\"a\":0.0000004}",
    "{\"a\":1,\"a\":2}",
    "{\"\\u0001\":1}",
    "{\"a\":-1}",
    "{\"a\":1000000.1}",
    "{\"\":1}",
    "[" + "\"a\",".repeat(40) + "\"b\"]",
    "[" + manyNames() + "]",
    "\"a\"",
    "\"\\x\"",
    "\"a\\",
    "\"",
    "'a'",
    "tru",
    "nullx"
  };

  private static final String[] FIELDS = {
    "tenant_id",
    "provider",
    "model",
    "event_type",
    "cache_hit",
    "tokens_input",
    "tokens_output",
    "latency_ms",
    "cost_usd",
    "success",
    "timestamp",
    "request_id",
    "event_id",
    "tenant\\u005fid",
    "metadata",
    "",
    "Tenant_id",
    "team_id",
    "user_id",
    "api_key",
    "api_key_hash",
    "project_id",
    "tags",
    "tags",
    "tags",
    "service_tier",
    "region",
    "tokens_cached",
    "tokens_cache_write",
    "tokens_cache_write_1h",
    "tokens_reasoning",
    "tokens_audio_input",
    "tokens_audio_output",
    "tokens_image_input",
    "tokens_image_output",
    "web_searches"
  };

  private static final String[] FRAGMENTS = {
    "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "0", "-", "e", ".", " ", "\n", "\u0000",
    "\u001E", "\uFEFF", "\u00A0", "\f", "//x", "/**/", "#", "NaN", "\\u", "\\u12", "'", "é", "🐝"
  };

  private static String manyNames() {
    return IntStream.range(0, Tag.MAX_TAGS + 1)
        .mapToObj(i -> "\"tag-" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private final Random random;
  private final RandomCalls calls;

  RandomLines(long seed) {
    this.random = new Random(seed);
    this.calls = new RandomCalls(seed);
  }

  /** The fields in any order, with white space, escapes, and numbers as numbers or as text. */
  String print(Call call) {
    List<String> fields = new ArrayList<>();
    fields.add(field("tenant_id", text(call.tenant())));
    String provider = call.attribution().provider();
    String model = call.attribution().model();
    addUnless(provider.equals(Call.UNKNOWN), fields, "provider", text(provider));
    addUnless(model.equals(Call.UNKNOWN), fields, "model", text(model));
    addUnless(
        call.requestId().isEmpty(),
        fields,
        random.nextBoolean() ? "request_id" : "event_id",
        text(call.requestId()));
    addUnless(!call.cacheHit(), fields, "cache_hit", flag(call.cacheHit()));
    addUnless(!call.failed(), fields, "success", flag(!call.failed()));
    fields.add(field("timestamp", time(call.eventTimeMillis())));
    addNumber(fields, "tokens_input", call.tokensInput(), 0);
    addNumber(fields, "tokens_output", call.tokensOutput(), 0);
    addNumber(fields, "latency_ms", call.latencyMicros(), 3);
    addNumber(fields, "cost_usd", call.costPicos(), 12);
    addDetails(call, fields);
    addUnless(random.nextBoolean(), fields, "event_type", "[{\"tenant_id\":null},\"x\",1e999]");
    Collections.shuffle(fields, random);
    return space()
        + "{"
        + space()
        + String.join(space() + "," + space(), fields)
        + space()
        + "}"
        + space();
  }

  private void addDetails(Call call, List<String> fields) {
    Caller caller = call.attribution().caller();
    addUnless(caller.team().isEmpty(), fields, "team_id", text(caller.team()));
    addUnless(caller.user().isEmpty(), fields, "user_id", text(caller.user()));
    addUnless(caller.apiKey().isEmpty(), fields, "api_key_hash", text(caller.apiKey()));
    addUnless(caller.project().isEmpty(), fields, "project_id", text(caller.project()));
    String service = call.names().service();
    String region = call.names().region();
    addUnless(service.isEmpty(), fields, "service_tier", text(service));
    addUnless(region.isEmpty(), fields, "region", text(region));
    UsageDetails usage = call.usage();
    addNumber(fields, "tokens_cached", usage.cachedRead(), 0);
    addNumber(fields, "tokens_cache_write", usage.cacheWrite5m(), 0);
    addNumber(fields, "tokens_cache_write_1h", usage.cacheWrite1h(), 0);
    addNumber(fields, "tokens_reasoning", usage.reasoning(), 0);
    addNumber(fields, "tokens_audio_input", usage.audioInput(), 0);
    addNumber(fields, "tokens_audio_output", usage.audioOutput(), 0);
    addNumber(fields, "tokens_image_input", usage.imageInput(), 0);
    addNumber(fields, "tokens_image_output", usage.imageOutput(), 0);
    addNumber(fields, "web_searches", usage.searches(), 0);
    if (!call.attribution().tags().isEmpty()) {
      List<String> tags = new ArrayList<>();
      for (Tag tag : call.attribution().tags()) {
        String weight = BigDecimal.valueOf(tag.weight(), 6).toPlainString();
        tags.add(text(tag.name()) + space() + ":" + space() + weight);
      }
      Collections.shuffle(tags, random);
      fields.add(field("tags", "{" + String.join(space() + "," + space(), tags) + "}"));
    }
  }

  /** A line with fields and values of all kinds, often with something wrong. */
  byte[] anything() {
    String line = random.nextInt(4) == 0 ? print(calls.next()) : mixture();
    byte[] bytes = line.getBytes(UTF_8);
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes = damage(bytes);
    }
    return bytes;
  }

  private String mixture() {
    List<String> fields = new ArrayList<>();
    fields.add("\"tenant_id\":\"t\"");
    fields.add("\"timestamp\":1700158623");
    for (int i = random.nextInt(6); i > 0; i--) {
      String value = random.nextInt(3) == 0 ? NumberTexts.any(random) : any(VALUES);
      fields.add(field(any(FIELDS), random.nextInt(200) == 0 ? longValue() : value));
    }
    Collections.shuffle(fields, random);
    return "{" + String.join(",", fields.subList(0, 1 + random.nextInt(fields.size()))) + "}";
  }

  /** Numbers, names and nesting around their limits. */
  private String longValue() {
    int more = random.nextInt(4) - 1;
    return switch (random.nextInt(5)) {
      case 0 -> "1".repeat(1000 + more);
      case 1 -> "\"0." + "0".repeat(998 + more) + "\"";
      case 2 -> "\"" + "n".repeat(256 + more) + "\"";
      case 3 -> "\"" + "é".repeat(128 + more) + "\"";
      default -> "[".repeat(999 + more) + "]".repeat(999 + more);
    };
  }

  /** The line with something taken out, put in or cut off. */
  byte[] damage(byte[] line) {
    int at = random.nextInt(line.length + 1);
    int length = Math.min(line.length - at, random.nextInt(4));
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(line, at);
      case 1 -> splice(line, at, length, new byte[0]);
      case 2 -> splice(line, at, 0, Arrays.copyOfRange(line, at / 2, at));
      case 3 -> splice(line, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
      case 4 -> splice(line, at, random.nextInt(length + 1), any(VALUES).getBytes(UTF_8));
      default -> splice(line, at, random.nextInt(length + 1), any(FRAGMENTS).getBytes(UTF_8));
    };
  }

  private static byte[] splice(byte[] line, int at, int removed, byte[] added) {
    byte[] spliced = new byte[line.length - removed + added.length];
    System.arraycopy(line, 0, spliced, 0, at);
    System.arraycopy(added, 0, spliced, at, added.length);
    int rest = line.length - at - removed;
    System.arraycopy(line, at + removed, spliced, at + added.length, rest);
    return spliced;
  }

  /** A value that says the same as no value is printed sometimes only. */
  private void addUnless(boolean absent, List<String> fields, String name, String value) {
    if (!absent) {
      fields.add(field(name, value));
    } else if (random.nextInt(3) == 0) {
      fields.add(field(name, "null"));
    }
  }

  private void addNumber(List<String> fields, String name, long value, int scale) {
    BigDecimal number = BigDecimal.valueOf(value, scale);
    String text =
        switch (random.nextInt(4)) {
          case 0 -> number.toString();
          case 1 -> number.stripTrailingZeros().toString();
          case 2 -> number.toPlainString() + (scale == 0 ? ".000" : "000");
          default -> number.toPlainString();
        };
    boolean quoted = random.nextInt(4) == 0;
    addUnless(value == Call.ABSENT, fields, name, quoted ? "\"" + text + "\"" : text);
  }

  private String field(String name, String value) {
    return "\"" + name + "\"" + space() + ":" + space() + value;
  }

  private String text(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(c -> json.append(mustEscape(c) || random.nextInt(8) == 0 ? escape(c) : c));
    return json.append('"').toString();
  }

  private static boolean mustEscape(String c) {
    return c.equals("\"") || c.equals("\\");
  }

  private static String escape(String c) {
    StringBuilder escapes = new StringBuilder();
    c.chars().forEach(unit -> escapes.append(String.format("\\u%04x", unit)));
    return escapes.toString();
  }

  private String flag(boolean value) {
    return random.nextBoolean() ? "" + value : value ? "\"True\"" : "\"FALSE\"";
  }

  private String time(long millis) {
    if (millis >= 0 && random.nextBoolean()) {
      String seconds = BigDecimal.valueOf(millis, 3).toPlainString();
      return random.nextBoolean() ? seconds : "\"" + seconds + "\"";
    }
    return "\"" + Instant.ofEpochMilli(millis) + "\"";
  }

  private String space() {
    return random.nextInt(3) == 0 ? any(" ", "\t", "\r", "  ") : "";
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
