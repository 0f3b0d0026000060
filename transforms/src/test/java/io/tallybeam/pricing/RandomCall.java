package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A made-up call.
 *
 * @param counts of the producer's; what is missing is not given
 */
record RandomCall(
    String model, ServiceTier service, String region, Counting counting, Map<Charge, Long> counts) {

  private static final Counting[] COUNTINGS = Counting.values();
  private static final ServiceTier[] SERVICES = ServiceTier.values();

  static RandomCall of(Random random) {
    Map<Charge, Long> counts = new EnumMap<>(Charge.class);
    for (Charge charge : Charge.all()) {
      boolean total = charge == Charge.INPUT || charge == Charge.OUTPUT;
      if (charge != Charge.CALL && random.nextInt(10) < (total ? 9 : 3)) {
        counts.put(charge, count(random));
      }
    }
    return new RandomCall(
        "m" + random.nextInt(5),
        SERVICES[random.nextInt(SERVICES.length)],
        random.nextBoolean() ? "eu" : "",
        COUNTINGS[random.nextInt(COUNTINGS.length)],
        counts);
  }

  private static long count(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> CallUsage.MAX_COUNT - random.nextInt(1000);
      case 2 -> random.nextInt(Integer.MAX_VALUE);
      default -> random.nextInt(200_000);
    };
  }

  CallUsage usage() {
    CallUsage usage = new CallUsage().start("p", model, counting, 0);
    usage.service(service).region(region);
    counts.forEach(usage::count);
    return usage;
  }
}
