package io.tallybeam.backfill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** The fields of random calls as JSON values, all of them legal; some are null or absent. */
final class RandomFields {

  /** In code points U+FF21 comes before U+1F41D, in UTF-16 behind it. */
  private static final List<String> TENANTS = tenants();

  private static final List<List<String>> MODELS =
      List.of(
          List.of("openai", "gpt-4o"),
          List.of("openai", "gpt-4o-mini"),
          List.of("anthropic", "claude"),
          List.of("", ""));

  private static final List<String> SERVICES =
      List.of("batch", "Batch", "priority", "flex", "default", "scale");

  private final Random random;

  RandomFields(Random random) {
    this.random = random;
  }

  private static List<String> tenants() {
    List<String> tenants = new ArrayList<>(List.of("Ａ", "🐝 bee", "a", "ab", "a b", "Ünïcode é"));
    while (tenants.size() < 20) {
      tenants.add("tenant-" + tenants.size());
    }
    return tenants;
  }

  /** All but the time. The first tenants have most of the calls. */
  Map<String, String> draw() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("tenant_id", quoted(TENANTS.get((int) (20 * Math.pow(random.nextDouble(), 3)))));
    List<String> names = MODELS.get(random.nextInt(MODELS.size()));
    putUnless(12, fields, "provider", quoted(names.get(0)));
    putUnless(12, fields, "model", quoted(names.get(1)));
    putUnless(9, fields, random.nextInt(6) == 0 ? "event_id" : "request_id", id());
    putUnless(6, fields, "tokens_input", tokens(100_000));
    putUnless(6, fields, "tokens_output", tokens(4_000));
    putUnless(6, fields, "latency_ms", latency());
    putUnless(6, fields, "cost_usd", cost());
    putUnless(5, fields, "cache_hit", random.nextInt(3) == 0 ? "true" : "\"False\"");
    putUnless(5, fields, "success", random.nextInt(5) > 0 ? "true" : "false");
    if (random.nextInt(3) > 0) {
      putDetails(fields);
    }
    return fields;
  }

  private void putDetails(Map<String, String> fields) {
    putUnless(3, fields, "team_id", quoted("team-" + random.nextInt(3)));
    putUnless(3, fields, "user_id", quoted("user-" + random.nextInt(3)));
    putUnless(3, fields, "project_id", quoted("é-" + random.nextInt(2)));
    String key = random.nextBoolean() ? "api_key" : "api_key_hash";
    putUnless(3, fields, key, quoted("key-" + random.nextInt(2)));
    putUnless(3, fields, "tokens_cached", Integer.toString(random.nextInt(5_000)));
    putUnless(3, fields, "tokens_reasoning", Integer.toString(random.nextInt(500)));
    putUnless(2, fields, "tokens_cache_write", Integer.toString(random.nextInt(3_000)));
    putUnless(2, fields, "tokens_cache_write_1h", Integer.toString(random.nextInt(3_000)));
    putUnless(2, fields, "tokens_audio_input", Integer.toString(random.nextInt(2_000)));
    putUnless(2, fields, "tokens_audio_output", Integer.toString(random.nextInt(300)));
    putUnless(2, fields, "service_tier", quoted(SERVICES.get(random.nextInt(SERVICES.size()))));
    putUnless(3, fields, "tags", tags());
  }

  private String tags() {
    return switch (random.nextInt(5)) {
      case 0 -> quoted("alone");
      case 1 -> "[]";
      case 2 -> "[\"b\",\"a\",\"b\"]";
      case 3 -> "{\"a\":0.1,\"b\":0.7,\"c\":" + (1 + random.nextInt(9)) + "}";
      default -> "[\"a\",\"b\",\"c\"]";
    };
  }

  private void putUnless(int oneIn, Map<String, String> fields, String field, String value) {
    if (random.nextInt(oneIn) > 0) {
      fields.put(field, value);
    } else if (random.nextBoolean()) {
      fields.put(field, "null");
    }
  }

  private String id() {
    return quoted("id-" + random.nextInt(5_000));
  }

  private String tokens(int below) {
    int number =
        switch (random.nextInt(40)) {
          case 0 -> Integer.MAX_VALUE;
          case 1, 2 -> 0;
          default -> random.nextInt(below);
        };
    String text = Integer.toString(number);
    return random.nextInt(5) == 0 ? quoted(text) : text;
  }

  /** The halves of a microsecond round to an even one. */
  private String latency() {
    return switch (random.nextInt(12)) {
      case 0 -> "0";
      case 1 -> "2678400000";
      case 2 -> random.nextInt(10_000) + ".0005";
      case 3 -> random.nextInt(10_000) + ".0015000";
      case 4 -> "0.001";
      default -> String.format(Locale.ROOT, "%.3f", Math.exp(5 + 2 * random.nextGaussian()));
    };
  }

  String cost() {
    String cost =
        switch (random.nextInt(10)) {
          case 0 -> "0";
          case 1 -> "1000000";
          case 2 -> "0.0000000000005";
          case 3 -> "0.0000000000015";
          case 4 -> (1 + random.nextInt(9_999)) + "e-9";
          default -> String.format(Locale.ROOT, "0.%012d", random.nextInt(1_000_000_000));
        };
    return random.nextInt(4) == 0 ? quoted(cost) : cost;
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
