package io.tallybeam.backfill;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Archived lines from a seed: calls of 20 tenants in eight windows of three days, some of them in
 * many copies, and some lines that are no calls.
 *
 * <p>Copies of a call differ in nothing but their spelling and their cost.
 */
public final class RandomEvents {

  /** The range that holds some of the windows: four begin in it. */
  public static final Instant FROM = Instant.parse("2024-03-09T18:30:00Z");

  /** The end of the range. */
  public static final Instant TO = Instant.parse("2024-03-10T07:00:00Z");

  /** The one time among the events that no one can read. */
  static final String NO_TIME = "2024-02-30T00:00:00Z";

  /** On both sides of midnight in UTC, Kathmandu and New York, and of New York's lost hour. */
  private static final List<Instant> WINDOWS =
      List.of(
          Instant.parse("2024-03-09T18:00:00Z"),
          Instant.parse("2024-03-09T18:15:00Z"),
          Instant.parse("2024-03-09T23:45:00Z"),
          Instant.parse("2024-03-10T00:00:00Z"),
          Instant.parse("2024-03-10T04:45:00Z"),
          Instant.parse("2024-03-10T05:00:00Z"),
          Instant.parse("2024-03-10T07:00:00Z"),
          Instant.parse("2024-03-11T04:00:00Z"));

  private final Random random;
  private final RandomFields fields;
  private final Set<List<Object>> taken = new HashSet<>();
  private final List<Drawn> calls = new ArrayList<>();

  /** The fields of a call as JSON, its time apart, which can be spelled in many ways. */
  private record Drawn(Map<String, String> fields, int window, EventTimes time) {}

  public RandomEvents(long seed) {
    this.random = new Random(seed);
    this.fields = new RandomFields(random);
  }

  /** Lines of all kinds. */
  public List<ArchivedLine> lines(int count) {
    List<ArchivedLine> lines = new ArrayList<>();
    while (lines.size() < count) {
      int kind = random.nextInt(100);
      if (kind < 4) {
        lines.add(RejectedLines.draw(random, draw().fields()));
      } else if (kind < 14 && !calls.isEmpty()) {
        addCopies(lines);
      } else {
        Drawn call = drawUnique();
        calls.add(call);
        lines.add(ArchivedLine.call(line(call)));
      }
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  /**
   * Lines that any engine can read exactly: calls with an id of their own, times in UTC, and
   * decimals as text that need no rounding.
   */
  List<ArchivedLine> plainCalls(int count) {
    List<ArchivedLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> plain = draw().fields();
      plain.remove("event_id");
      plain.put("request_id", quoted("id-" + i));
      plain.computeIfPresent("cost_usd", (name, cost) -> quoted(exactly(12, cost)));
      plain.computeIfPresent("latency_ms", (name, latency) -> quoted(exactly(3, latency)));
      lines.add(ArchivedLine.call(EventJson.of(plain)));
    }
    return lines;
  }

  private static String exactly(int decimals, String number) {
    return number.equals("null")
        ? "0"
        : new BigDecimal(number.replace("\"", ""))
            .setScale(decimals, RoundingMode.HALF_EVEN)
            .toPlainString();
  }

  /** The same lines without their ids. */
  public static List<ArchivedLine> withoutIds(List<ArchivedLine> lines) {
    return lines.stream()
        .map(
            line ->
                new ArchivedLine(
                    line.text().replace("request_id", "request_no").replace("event_id", "event_no"),
                    line.reason()))
        .toList();
  }

  private void addCopies(List<ArchivedLine> lines) {
    Drawn call = calls.get(random.nextInt(calls.size()));
    if (id(call.fields()).isEmpty()) {
      return;
    }
    for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
      Map<String, String> copy = new LinkedHashMap<>(call.fields());
      if (random.nextBoolean()) {
        copy.put("cost_usd", fields.cost());
      }
      lines.add(ArchivedLine.call(line(new Drawn(copy, call.window(), call.time()))));
    }
  }

  private String line(Drawn call) {
    Map<String, String> spelled = new LinkedHashMap<>(call.fields());
    spelled.put("timestamp", call.time().spelled(random));
    return EventJson.shuffled(spelled, random);
  }

  /** Ids are used again by other tenants, and by the same one in other windows. */
  private Drawn drawUnique() {
    Drawn call = draw();
    String tenant = call.fields().get("tenant_id");
    String id = id(call.fields());
    return id.isEmpty() || taken.add(List.of(tenant, id, call.window())) ? call : drawUnique();
  }

  /** As JSON; empty where there is none, and no copies can be told. */
  private static String id(Map<String, String> fields) {
    String id = fields.getOrDefault("request_id", fields.getOrDefault("event_id", "null"));
    return id.equals("null") ? "" : id;
  }

  private Drawn draw() {
    int window = random.nextInt(WINDOWS.size());
    EventTimes time = EventTimes.in(WINDOWS.get(window), random);
    Map<String, String> drawn = fields.draw();
    drawn.put("timestamp", time.plain());
    return new Drawn(drawn, window, time);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
