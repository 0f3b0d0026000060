package io.tallybeam.cost;

import io.tallybeam.book.Books;
import io.tallybeam.event.Attribution;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.Caller;
import io.tallybeam.event.Tag;
import io.tallybeam.event.UsageDetails;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.Counting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls that cost something, from a seed: by known and unknown models, at all times of a book. */
public final class RandomCalls {

  private static final long FROM = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long TO = Instant.parse("2026-08-01T00:00:00Z").toEpochMilli();
  private static final String[][] MODELS = {
    {"openai", "gpt-5.4-pro"},
    {"openai", "gpt-4o"},
    {"anthropic", "claude-sonnet-5"},
    {"unknown", "gpt-4o-2024-08-06"},
    {"openai", "no-such-model"}
  };
  private static final String[] SERVICES = {"", "default", "batch", "FLEX", "priority"};

  private final Random random;

  /** Calls from {@code random}. */
  public RandomCalls(Random random) {
    this.random = random;
  }

  /** Rules by the starting book; any policy and way of counting. */
  public static CostRules rules(Random random) {
    return new CostRules(
        PriceSource.of(Books.starting()),
        any(CostPolicy.values(), random),
        new Countings(any(Counting.values(), random), Map.of("q", any(Counting.values(), random))));
  }

  private static <T> T any(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  /** Any call. */
  public Call next() {
    String[] model = MODELS[random.nextInt(MODELS.length)];
    boolean detailed = random.nextInt(4) > 0;
    String tenant = "tenant-" + random.nextInt(3);
    return new Call(
        detailed ? names(tenant, model) : new CallNames(tenant, model[0], model[1]),
        "",
        random.nextLong(FROM, TO),
        random.nextInt(6) == 0,
        random.nextInt(9) == 0,
        count(random.nextInt(10) == 0 ? 1_000_000 : 5_000),
        count(5_000),
        Call.ABSENT,
        random.nextInt(3) == 0 ? Call.ABSENT : random.nextLong(1L << random.nextInt(1, 50)),
        detailed ? usage() : UsageDetails.NONE);
  }

  private CallNames names(String tenant, String[] model) {
    Caller caller = new Caller(name("team"), name("user"), name("key"), name("project"));
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      if (random.nextInt(3) == 0) {
        boolean weighed = random.nextBoolean();
        tags.add(new Tag("tag-" + i, weighed ? 1 + random.nextLong(Tag.MAX_WEIGHT) : Tag.WHOLE));
      }
    }
    return new CallNames(
        new Attribution(tenant, model[0], model[1], caller, tags),
        SERVICES[random.nextInt(SERVICES.length)],
        random.nextInt(3) == 0 ? "eu" : "");
  }

  private UsageDetails usage() {
    return new UsageDetails(
        count(2_000),
        count(100),
        count(100),
        count(900),
        count(50),
        count(50),
        count(50),
        count(50),
        count(3));
  }

  private String name(String of) {
    return random.nextInt(3) == 0 ? "" : of + "-" + random.nextInt(3);
  }

  private long count(int below) {
    return random.nextInt(4) == 0 ? Call.ABSENT : random.nextInt(below);
  }
}
