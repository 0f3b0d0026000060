package io.tallybeam.prices;

import io.tallybeam.book.PriceBook;
import io.tallybeam.cost.CostRules;
import io.tallybeam.cost.Countings;
import io.tallybeam.cost.PriceSource;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.Counting;
import io.tallybeam.storage.LocalFolder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@link CostOptions}, checked; the price book is read. */
public final class CostPlan {

  private CostPlan() {}

  /**
   * The rules of a run that ends.
   *
   * @throws UserError if an option or the price book is wrong
   */
  public static CostRules of(CostOptions options) {
    return of(options, Duration.ZERO);
  }

  /**
   * The rules of a stream, which looks for other prices once in {@code refresh}; never if that is
   * zero.
   *
   * @throws UserError if an option or the price book is wrong
   */
  public static CostRules of(CostOptions options, Duration refresh) {
    Countings countings = countings(options.getCounting());
    CostPolicy policy = policy(options);
    List<String> prices = prices(options);
    if (prices.isEmpty()) {
      return new CostRules(PriceSource.of(PriceBook.EMPTY), policy, countings);
    }
    PriceBook book = PriceFiles.book(prices);
    PriceSource source =
        refresh.isZero()
            ? PriceSource.of(book)
            : new RefreshedPrices(prices.stream().map(LocalFolder::absolute).toList(), refresh);
    return new CostRules(source, policy, countings);
  }

  private static List<String> prices(CostOptions options) {
    return Optional.ofNullable(options.getPrices()).orElse(List.of());
  }

  private static CostPolicy policy(CostOptions options) {
    boolean priced = !prices(options).isEmpty();
    String label = options.getCostPolicy();
    if (label.isEmpty()) {
      return priced ? CostPolicy.PREFER_COMPUTED : CostPolicy.REPORTED;
    }
    CostPolicy policy = OptionText.choice("costPolicy", label, CostPolicy.values());
    if (policy == CostPolicy.COMPUTED && !priced) {
      throw new UserError("--costPolicy=computed: needs a price book; give --prices");
    }
    return policy;
  }

  private static Countings countings(String text) {
    Counting usual = Counting.INCLUSIVE;
    Map<String, Counting> byProvider = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> parts = List.of(text.split(",", -1));
    for (String part : parts) {
      int equals = part.lastIndexOf('=');
      if (equals > 0) {
        String provider = part.substring(0, equals).strip();
        if (byProvider.put(provider, counting(part.substring(equals + 1).strip())) != null) {
          throw new UserError("--counting=" + text + ": names " + provider + " twice");
        }
      } else if (part.equals(parts.get(0))) {
        usual = counting(part.strip());
      } else {
        throw new UserError(
            "--counting=" + text + ": after the first one name a provider, such as gemini=" + part);
      }
    }
    return new Countings(usual, byProvider);
  }

  private static Counting counting(String label) {
    return OptionText.choice("counting", label, Counting.values());
  }
}
