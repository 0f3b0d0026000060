package io.tallybeam.backfill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** JSON objects on one line, from fields whose values are JSON already. */
final class EventJson {

  private EventJson() {}

  static String of(Map<String, String> fields) {
    StringJoiner text = new StringJoiner(",", "{", "}");
    fields.forEach((name, value) -> text.add('"' + name + "\":" + value));
    return text.toString();
  }

  /** In any order, with white space here and there, and fields that are not read. */
  static String shuffled(Map<String, String> fields, Random random) {
    List<String> parts = new ArrayList<>();
    fields.forEach((name, value) -> parts.add('"' + name + '"' + colon(random) + value));
    if (random.nextInt(4) == 0) {
      parts.add("\"metadata\":{\"tenant_id\":\"nobody\",\"list\":[1,{\"cost_usd\":7}]}");
    }
    Collections.shuffle(parts, random);
    return "{" + String.join(random.nextInt(3) == 0 ? ", " : ",", parts) + "}";
  }

  private static String colon(Random random) {
    return random.nextInt(10) == 0 ? " : " : ":";
  }
}
