package io.tallybeam.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.event.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An event of a partition, and what it is.
 *
 * @param line as it is read
 * @param call what it says, empty if it is none
 * @param believedUntil event times after this are not believed
 */
record LiveEvent(String line, Optional<Call> call, long believedUntil) {

  static final long START = 1_714_557_600_000L;
  static final long WINDOW = 900_000;

  /** A partition: times go on by and by, some are far behind and some far ahead. */
  static List<LiveEvent> partition(Random random, int count) {
    List<LiveEvent> events = new ArrayList<>();
    long now = START;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(120_000);
      long time =
          switch (random.nextInt(12)) {
            case 0 -> now - random.nextInt(7_200_000);
            case 1 -> Math.floorDiv(now, WINDOW) * WINDOW - random.nextInt(3) * WINDOW - 1;
            case 2 -> Math.floorDiv(now, WINDOW) * WINDOW;
            case 3 -> now + 3_600_000 + random.nextInt(3);
            default -> now - random.nextInt(60_000);
          };
      long until = random.nextInt(3) == 0 ? Long.MAX_VALUE : now + 3_600_001;
      if (random.nextInt(10) == 0) {
        events.add(new LiveEvent("{\"timestamp\":" + time + "}", Optional.empty(), until));
      } else {
        Call call = call(random, random.nextInt(40) == 0 ? 0 : time);
        events.add(new LiveEvent(line(call), Optional.of(call), until));
        if (random.nextInt(5) == 0) {
          events.add(copy(events.get(random.nextInt(events.size())), random));
        }
      }
    }
    return events;
  }

  private static LiveEvent copy(LiveEvent event, Random random) {
    if (event.call.isEmpty() || random.nextBoolean()) {
      return event;
    }
    Call call = event.call.get();
    Call other = call(random, call.eventTimeMillis());
    Call copy =
        new Call(
            call.tenant(),
            call.attribution().provider(),
            (random.nextBoolean() ? other : call).attribution().model(),
            call.requestId(),
            call.eventTimeMillis(),
            false,
            false,
            call.tokensInput(),
            Call.ABSENT,
            Call.ABSENT,
            other.costPicos());
    return new LiveEvent(line(copy), Optional.of(copy), event.believedUntil);
  }

  private static Call call(Random random, long time) {
    return new Call(
        "tenant-" + random.nextInt(6),
        Call.UNKNOWN,
        "m" + random.nextInt(3),
        random.nextInt(4) == 0 ? "" : "id-" + random.nextInt(50),
        time,
        false,
        false,
        random.nextInt(1_000),
        Call.ABSENT,
        Call.ABSENT,
        random.nextInt(4) == 0 ? Call.ABSENT : random.nextInt(5));
  }

  private static String line(Call call) {
    String id = call.requestId().isEmpty() ? "null" : '"' + call.requestId() + '"';
    String cost =
        call.costPicos() == Call.ABSENT
            ? "null"
            : BigDecimal.valueOf(call.costPicos(), 12).toPlainString();
    return String.format(
        "{\"tenant_id\":\"%s\",\"model\":\"%s\",\"request_id\":%s,\"timestamp\":%d,"
            + "\"tokens_input\":%d,\"cost_usd\":%s}",
        call.tenant(),
        call.attribution().model(),
        id,
        call.eventTimeMillis(),
        call.tokensInput(),
        cost);
  }

  byte[] bytes() {
    return line.getBytes(UTF_8);
  }

  /** The time of a call that may be believed. */
  Optional<Long> believedTime() {
    return call.map(Call::eventTimeMillis)
        .filter(time -> time > START / 2 && time <= believedUntil);
  }
}
