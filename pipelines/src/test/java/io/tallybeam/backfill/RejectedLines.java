package io.tallybeam.backfill;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Lines that are no calls, each made of one that is. */
final class RejectedLines {

  private RejectedLines() {}

  static ArchivedLine draw(Random random, Map<String, String> call) {
    return switch (random.nextInt(15)) {
      case 0 -> cutOff(random, EventJson.of(call));
      case 1 -> new ArchivedLine("[" + EventJson.of(call) + "]", "not_an_object");
      case 2 -> new ArchivedLine(EventJson.of(call) + "}", "trailing_content");
      case 3 -> new ArchivedLine("{\"model\":1," + twice(call), "duplicate_field");
      case 4 -> with(call, "tenant_id", "null", "missing_tenant");
      case 5 -> with(call, "tenant_id", "\" \"", "invalid_name");
      case 6 -> with(call, "timestamp", "null", "missing_timestamp");
      case 7 -> with(call, "timestamp", '"' + RandomEvents.NO_TIME + '"', "invalid_timestamp");
      case 8 -> with(call, "timestamp", "0", "implausible_timestamp");
      case 9 -> with(call, "timestamp", "\"9999-12-31T23:59:59Z\"", "implausible_timestamp");
      case 10 -> with(call, "tokens_input", "1.5", "invalid_number");
      case 11 -> with(call, "latency_ms", "-0.001", "negative_number");
      case 12 -> with(call, "cost_usd", "1000000.000000000001", "number_too_large");
      case 13 -> with(call, "success", "\"perhaps\"", "invalid_boolean");
      default -> twoFaults(call);
    };
  }

  private static ArchivedLine cutOff(Random random, String text) {
    int length = 1 + random.nextInt(text.length() - 1);
    // No half of a surrogate pair.
    boolean cutsPair = Character.isHighSurrogate(text.charAt(length - 1));
    return new ArchivedLine(text.substring(0, cutsPair ? length - 1 : length), "malformed_json");
  }

  private static String twice(Map<String, String> call) {
    Map<String, String> fields = new LinkedHashMap<>(call);
    fields.put("model", "\"again\"");
    return EventJson.of(fields).substring(1);
  }

  /** The fault within the line is told, and not the one that shows only when all of it is read. */
  private static ArchivedLine twoFaults(Map<String, String> call) {
    return with(
        call, "timestamp", "\"1970-01-01T00:00:00Z\",\"latency_ms\":\"slow\"", "invalid_number");
  }

  private static ArchivedLine with(
      Map<String, String> call, String field, String value, String reason) {
    Map<String, String> fields = new LinkedHashMap<>(call);
    if (value.contains("latency_ms")) {
      fields.remove("latency_ms");
    }
    fields.put(field, value);
    return new ArchivedLine(EventJson.of(fields), reason);
  }
}
