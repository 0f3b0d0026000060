package io.tallybeam.cost;

import io.tallybeam.pricing.Counting;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the token counts of events hold, by who made them.
 *
 * @param usual of all providers that are not named
 * @param byProvider of these, in capitals or not
 */
public record Countings(Counting usual, Map<String, Counting> byProvider) implements Serializable {

  /** Input with cached tokens and output with reasoning, whoever counts. */
  public static final Countings INCLUSIVE = new Countings(Counting.INCLUSIVE, Map.of());

  /** Copies the map. */
  public Countings {
    TreeMap<String, Counting> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(byProvider);
    byProvider = copy;
  }

  /** How {@code provider} counts. */
  Counting of(String provider) {
    return byProvider.isEmpty() ? usual : byProvider.getOrDefault(provider, usual);
  }
}
