package io.tallybeam.pricing;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The formula with plain decimals, as it stands in the book of rules. */
record PlainPrices(RandomBook book) {

  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** Which rates hold for tokens, the first that is stated. Not those of {@link Charge}. */
  private static final Map<Charge, List<Charge>> RATES =
      Map.of(
          Charge.INPUT, List.of(Charge.INPUT),
          Charge.CACHED_READ, List.of(Charge.CACHED_READ, Charge.INPUT),
          Charge.CACHE_WRITE_5M, List.of(Charge.CACHE_WRITE_5M, Charge.INPUT),
          Charge.CACHE_WRITE_1H,
              List.of(Charge.CACHE_WRITE_1H, Charge.CACHE_WRITE_5M, Charge.INPUT),
          Charge.AUDIO_INPUT, List.of(Charge.AUDIO_INPUT, Charge.INPUT),
          Charge.IMAGE_INPUT, List.of(Charge.IMAGE_INPUT, Charge.INPUT),
          Charge.OUTPUT, List.of(Charge.OUTPUT),
          Charge.REASONING, List.of(Charge.REASONING, Charge.OUTPUT),
          Charge.AUDIO_OUTPUT, List.of(Charge.AUDIO_OUTPUT, Charge.OUTPUT),
          Charge.IMAGE_OUTPUT, List.of(Charge.IMAGE_OUTPUT, Charge.OUTPUT));

  /** The exact amounts of a call; empty if it is unpriced. */
  Map<Charge, BigDecimal> charges(RandomCall call) {
    Map<Charge, BigDecimal> charges = new EnumMap<>(Charge.class);
    boolean silent = call.counts().keySet().stream().noneMatch(RATES::containsKey);
    if (!book.rates().containsKey(call.model()) || silent) {
      return charges;
    }
    int tier = tier(call);
    for (Map.Entry<Charge, Long> units : units(call).entrySet()) {
      Charge charge = units.getKey();
      BigDecimal rate = rate(call, tier, charge);
      if (rate == null) {
        if (charge == Charge.CALL || units.getValue() == 0) {
          continue;
        }
        return new EnumMap<>(Charge.class);
      }
      BigDecimal uplift =
          RATES.containsKey(charge) && call.region().equals("eu")
              ? book.uplifts().get(call.model())
              : BigDecimal.ONE;
      charges.put(charge, new BigDecimal(units.getValue()).multiply(rate).multiply(uplift));
    }
    return charges;
  }

  private static long given(RandomCall call, Charge charge) {
    return call.counts().getOrDefault(charge, 0L);
  }

  private static long cached(RandomCall call) {
    return given(call, Charge.CACHED_READ)
        + given(call, Charge.CACHE_WRITE_5M)
        + given(call, Charge.CACHE_WRITE_1H);
  }

  private static long media(RandomCall call) {
    return given(call, Charge.AUDIO_INPUT) + given(call, Charge.IMAGE_INPUT);
  }

  private static Map<Charge, Long> units(RandomCall call) {
    Map<Charge, Long> units = new EnumMap<>(Charge.class);
    units.putAll(call.counts());
    units.put(Charge.CALL, 1L);
    long input = given(call, Charge.INPUT);
    long output = given(call, Charge.OUTPUT);
    long thought =
        given(call, Charge.REASONING)
            + given(call, Charge.AUDIO_OUTPUT)
            + given(call, Charge.IMAGE_OUTPUT);
    switch (call.counting()) {
      case INCLUSIVE -> {
        units.put(Charge.INPUT, Math.max(0, input - cached(call) - media(call)));
        units.put(Charge.OUTPUT, Math.max(0, output - thought));
      }
      case REASONING_EXCLUSIVE -> {
        units.put(Charge.INPUT, Math.max(0, input - cached(call) - media(call)));
        long thoughts = given(call, Charge.REASONING);
        units.put(Charge.OUTPUT, Math.max(0, output - (thought - thoughts)));
      }
      case CACHE_EXCLUSIVE -> {
        units.put(Charge.INPUT, Math.max(0, input - media(call)));
        units.put(Charge.OUTPUT, Math.max(0, output - thought));
      }
      case EXCLUSIVE -> {
        units.put(Charge.INPUT, input);
        units.put(Charge.OUTPUT, output);
      }
    }
    return units;
  }

  private int tier(RandomCall call) {
    long input = given(call, Charge.INPUT);
    long prompt =
        !call.counts().containsKey(Charge.INPUT)
            ? cached(call) + media(call)
            : switch (call.counting()) {
              case INCLUSIVE, REASONING_EXCLUSIVE -> Math.max(input, cached(call) + media(call));
              case CACHE_EXCLUSIVE -> Math.max(input, media(call)) + cached(call);
              case EXCLUSIVE -> input + cached(call) + media(call);
            };
    List<Long> above = book.tiers().get(call.model());
    int tier = 0;
    for (int i = 1; i < above.size(); i++) {
      tier = prompt > above.get(i) ? i : tier;
    }
    return tier;
  }

  private BigDecimal rate(RandomCall call, int tier, Charge charge) {
    Map<String, BigDecimal> stated = book.rates().get(call.model());
    if (!RATES.containsKey(charge)) {
      return stated.get(RandomBook.key(0, ServiceTier.STANDARD, charge));
    }
    for (int at = tier; at >= 0; at--) {
      BigDecimal answer = stated.get(RandomBook.key(at, call.service(), Charge.OUTPUT));
      boolean thoughts = stated.containsKey(RandomBook.key(at, call.service(), Charge.REASONING));
      if (charge == Charge.REASONING && !thoughts && answer != null) {
        return answer;
      }
      for (Charge asked : RATES.get(charge)) {
        BigDecimal own = stated.get(RandomBook.key(at, call.service(), asked));
        BigDecimal standard = stated.get(RandomBook.key(at, ServiceTier.STANDARD, asked));
        if (own != null) {
          return own;
        }
        if (standard != null) {
          return call.service() == ServiceTier.BATCH ? standard.multiply(HALF) : standard;
        }
      }
    }
    return null;
  }
}
