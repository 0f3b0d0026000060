package io.tallybeam.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The rates of an entry while it is read. */
final class Sheet {

  /** The tier that every entry has. */
  static final long BASE = 0;

  private final NavigableMap<Long, Map<ServiceTier, Map<Charge, BigDecimal>>> tiers =
      new TreeMap<>();

  void put(long above, ServiceTier service, Charge charge, BigDecimal rate) {
    tiers
        .computeIfAbsent(above, key -> new EnumMap<>(ServiceTier.class))
        .computeIfAbsent(service, key -> new EnumMap<>(Charge.class))
        .put(charge, rate);
  }

  boolean isEmpty() {
    return tiers.isEmpty();
  }

  /** Whether there is any rate of a charge. */
  boolean states(Charge charge) {
    return tiers.values().stream()
        .flatMap(services -> services.values().stream())
        .anyMatch(rates -> rates.containsKey(charge));
  }

  /** Whether no rate is stated but 0. */
  boolean isFree() {
    return tiers.values().stream()
        .flatMap(services -> services.values().stream())
        .flatMap(rates -> rates.values().stream())
        .allMatch(rate -> rate.signum() == 0);
  }

  List<PromptTier> toTiers() {
    tiers.computeIfAbsent(BASE, key -> new EnumMap<>(ServiceTier.class));
    List<PromptTier> list = new ArrayList<>();
    tiers.forEach((above, rates) -> list.add(new PromptTier(above, rates)));
    return list;
  }
}
