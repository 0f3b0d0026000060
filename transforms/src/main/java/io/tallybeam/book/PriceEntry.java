package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The prices of a model, or of several, for as long as they are in force.
 *
 * @param name {@code provider/region/model}, {@code provider/model} or {@code model}; with a {@code
 *     *} at its end it stands for all names that begin so
 * @param provider whose prices they are, or empty if the entry is for every provider
 * @param effective when calls are priced by it
 * @param file the file it is from
 * @param tiers the lowest first; at least one
 * @param uplifts by region, what token charges are multiplied by; {@link #ANY_REGION} stands for
 *     all that are not named, but for {@link #GLOBAL}
 * @param hasUnusedRule whether the price also depends on what calls are not priced by
 * @param makesImages whether what the model answers are images, in tokens of their own rate
 */
public record PriceEntry(
    String name,
    String provider,
    TimeRange effective,
    String file,
    List<PromptTier> tiers,
    Map<String, BigDecimal> uplifts,
    boolean hasUnusedRule,
    boolean makesImages)
    implements Serializable {

  static final String WILDCARD = "*";

  /** The region of {@link #uplifts} that stands for others. */
  static final String ANY_REGION = "*";

  /** What providers call it to be served anywhere: no region. */
  private static final String GLOBAL = "global";

  /** Copies the collections. */
  public PriceEntry {
    tiers = List.copyOf(tiers);
    uplifts = Map.copyOf(uplifts);
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("An entry without rates: " + name);
    }
  }

  /** What a priced row names: the file and since when the entry holds. */
  public String version() {
    // Rows have several in one cell, between commas.
    String name = file.substring(file.lastIndexOf('/') + 1).replace(',', '_');
    return name + "@" + BookTime.text(effective.from());
  }

  /** What token charges of calls in {@code region} are multiplied by; it may be empty. */
  public BigDecimal uplift(String region) {
    String name = region.toLowerCase(Locale.ROOT);
    boolean anywhere = name.isEmpty() || name.equals(GLOBAL);
    BigDecimal others =
        anywhere ? BigDecimal.ONE : uplifts.getOrDefault(ANY_REGION, BigDecimal.ONE);
    return uplifts.getOrDefault(name, others);
  }

  /** Whether it states what tokens cost, and not only the call or its searches. */
  public boolean isByToken() {
    return tiers.stream()
        .flatMap(tier -> tier.rates().values().stream())
        .flatMap(rates -> rates.keySet().stream())
        .anyMatch(Charge::perToken);
  }

  /** Whether the entry stands for all names that begin like its own. */
  public boolean isPattern() {
    return name.endsWith(WILDCARD);
  }

  /** Whether another entry of the same provider holds at some of the same times. */
  boolean isInForceWith(PriceEntry other) {
    return provider.equalsIgnoreCase(other.provider)
        && effective.from() < other.effective.to()
        && other.effective.from() < effective.to();
  }

  /** Where the entry is, and when it holds, for people. */
  public String place() {
    return file + ": " + name + " (" + BookTime.text(effective) + ")";
  }

  PriceEntry during(TimeRange range) {
    return new PriceEntry(name, provider, range, file, tiers, uplifts, hasUnusedRule, makesImages);
  }
}
