package io.tallybeam.event;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Calls of all kinds, from a seed. Two of them are often equal in parts, and seldom in all. */
final class RandomCalls {

  private static final String[] NAMES = {
    "unknown",
    "a",
    "b",
    "ab",
    "openai",
    "gpt-4o",
    "Ünïcode é",
    "漢字",
    "🐝 bee",
    "\"quoted\\",
    "a/b",
    "0"
  };

  private final Random random;

  RandomCalls(long seed) {
    this.random = new Random(seed);
  }

  Call next() {
    String tenant = name();
    String provider = random.nextInt(9) == 0 ? "" : name();
    String model = random.nextInt(9) == 0 ? "" : name();
    boolean detailed = random.nextBoolean();
    return new Call(
        detailed ? names(tenant, provider, model) : new CallNames(tenant, provider, model),
        random.nextInt(3) == 0 ? "" : name(),
        time(),
        random.nextBoolean(),
        random.nextBoolean(),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_LATENCY_MICROS),
        number(Call.MAX_COST_PICOS),
        detailed ? usage() : UsageDetails.NONE);
  }

  private CallNames names(String tenant, String provider, String model) {
    Caller caller = new Caller(nameOrNone(), nameOrNone(), nameOrNone(), nameOrNone());
    Map<String, Tag> tags = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = name();
      tags.put(name, new Tag(name, 1 + random.nextLong(Tag.MAX_WEIGHT)));
    }
    return new CallNames(
        new Attribution(tenant, provider, model, caller, List.copyOf(tags.values())),
        nameOrNone(),
        nameOrNone());
  }

  private UsageDetails usage() {
    return new UsageDetails(
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS),
        number(Call.MAX_TOKENS));
  }

  private String nameOrNone() {
    return random.nextInt(3) > 0 ? "" : name();
  }

  /** A call that differs from the given one in one part at most. */
  Call near(Call call) {
    Call other = next();
    int part = random.nextInt(13);
    return new Call(
        part < 3 ? nearNames(part, call.names(), other.attribution()) : call.names(),
        part == 3 ? other.requestId() : call.requestId(),
        part == 4 ? other.eventTimeMillis() : call.eventTimeMillis(),
        part == 5 ? other.cacheHit() : call.cacheHit(),
        part == 6 ? other.failed() : call.failed(),
        part == 7 ? other.tokensInput() : call.tokensInput(),
        part == 8 ? other.tokensOutput() : call.tokensOutput(),
        part == 9 ? other.latencyMicros() : call.latencyMicros(),
        part == 10 ? other.costPicos() : call.costPicos(),
        part == 11 ? other.usage() : call.usage());
  }

  private static CallNames nearNames(int part, CallNames names, Attribution other) {
    Attribution of = names.attribution();
    return new CallNames(
        new Attribution(
            part == 0 ? other.tenant() : of.tenant(),
            part == 1 ? other.provider() : of.provider(),
            part == 2 ? other.model() : of.model(),
            part == 0 ? other.caller() : of.caller(),
            part == 1 ? other.tags() : of.tags()),
        names.service(),
        names.region());
  }

  private String name() {
    if (random.nextInt(20) == 0) {
      return "é".repeat(Call.MAX_NAME_BYTES / 2);
    }
    String name = NAMES[random.nextInt(NAMES.length)];
    return random.nextBoolean() ? name : name + random.nextInt(100);
  }

  private long time() {
    long year2100 = 4_102_444_800_000L;
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(3) - 1;
      case 1 -> -(long) (random.nextDouble() * year2100 / 4);
      default -> (long) (random.nextDouble() * year2100);
    };
  }

  private long number(long max) {
    return switch (random.nextInt(6)) {
      case 0 -> Call.ABSENT;
      case 1 -> max;
      case 2 -> random.nextInt(3);
      default -> (random.nextLong() & Long.MAX_VALUE) % (max + 1) >> random.nextInt(40);
    };
  }
}
