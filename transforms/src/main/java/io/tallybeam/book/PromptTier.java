package io.tallybeam.book;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rates of calls whose prompt has more than so many tokens.
 *
 * @param above the tier holds for prompts of more tokens than these, cached ones included; the
 *     first tier holds for all prompts below the second one
 * @param rates what is stated, in USD a token, call or search; not negative
 */
public record PromptTier(long above, Map<ServiceTier, Map<Charge, BigDecimal>> rates)
    implements Serializable {

  /** Copies the rates. */
  public PromptTier {
    Map<ServiceTier, Map<Charge, BigDecimal>> copy = new EnumMap<>(ServiceTier.class);
    rates.forEach(
        (service, stated) -> {
          Map<Charge, BigDecimal> byCharge = new EnumMap<>(Charge.class);
          byCharge.putAll(stated);
          copy.put(service, Collections.unmodifiableMap(byCharge));
        });
    rates = Collections.unmodifiableMap(copy);
  }

  /** The rate of a charge, if the book states it here. */
  public Optional<BigDecimal> rate(ServiceTier service, Charge charge) {
    return Optional.ofNullable(rates.getOrDefault(service, Map.of()).get(charge));
  }
}
