package io.tallybeam.prices;

import io.tallybeam.book.Charge;
import io.tallybeam.book.ServiceTier;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.pricing.CallUsage;
import io.tallybeam.pricing.CostPolicy;
import io.tallybeam.pricing.Counting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The call that the options of {@code prices explain} tell.
 *
 * @param atMillis ms since the epoch
 * @param usage what it used, as if a provider had answered
 * @param cacheHit whether the cache of a gateway answered instead
 */
record ExplainedCall(
    String provider,
    String region,
    String model,
    long atMillis,
    ServiceTier service,
    Counting counting,
    CallUsage usage,
    boolean cacheHit,
    CostPolicy policy) {

  /** More digits behind the point, or zeros before it, are a slip. */
  private static final int MAX_SCALE = 100;

  private static final int PICOS_SCALE = 12;
  private static final BigDecimal MAX_COST = BigDecimal.valueOf(1_000_000);

  /**
   * Reads the options.
   *
   * @throws UserError if one is missing or wrong
   */
  static ExplainedCall of(PricesExplainOptions options) {
    String model = required("model", options.getModel());
    long at = OptionText.time("at", required("at", options.getAt()));
    ServiceTier service =
        OptionText.choice("serviceTier", options.getServiceTier(), ServiceTier.values());
    Counting counting = OptionText.choice("counting", options.getCounting(), Counting.values());
    CostPolicy policy = policy(options);
    CallUsage usage =
        new CallUsage()
            .start(options.getProvider(), model, counting, at)
            .region(options.getCallRegion())
            .service(service);
    if (!options.getReportedCost().isEmpty()) {
      usage.reportedPicos(picos(options.getReportedCost()));
    }
    counts(options).forEach(usage::count);
    return new ExplainedCall(
        options.getProvider(),
        options.getCallRegion(),
        model,
        at,
        service,
        counting,
        usage,
        options.isCacheHit(),
        policy);
  }

  private static Map<Charge, Long> counts(PricesExplainOptions options) {
    Map<Charge, Long> counts = new EnumMap<>(Charge.class);
    put(counts, Charge.INPUT, "inputTokens", options.getInputTokens());
    put(counts, Charge.OUTPUT, "outputTokens", options.getOutputTokens());
    put(counts, Charge.CACHED_READ, "cachedTokens", options.getCachedTokens());
    put(counts, Charge.CACHE_WRITE_5M, "cacheWriteTokens", options.getCacheWriteTokens());
    put(counts, Charge.CACHE_WRITE_1H, "cacheWriteHourTokens", options.getCacheWriteHourTokens());
    put(counts, Charge.REASONING, "reasoningTokens", options.getReasoningTokens());
    put(counts, Charge.AUDIO_INPUT, "audioInputTokens", options.getAudioInputTokens());
    put(counts, Charge.AUDIO_OUTPUT, "audioOutputTokens", options.getAudioOutputTokens());
    put(counts, Charge.IMAGE_INPUT, "imageInputTokens", options.getImageInputTokens());
    put(counts, Charge.IMAGE_OUTPUT, "imageOutputTokens", options.getImageOutputTokens());
    if (counts.isEmpty()) {
      throw new UserError("--inputTokens: is missing; give at least one count of tokens");
    }
    put(counts, Charge.SEARCH, "searches", options.getSearches());
    return counts;
  }

  private static void put(
      Map<Charge, Long> counts, Charge charge, String option, @Nullable Long count) {
    if (count == null) {
      return;
    }
    if (count < 0 || count > CallUsage.MAX_COUNT) {
      throw new UserError(
          "--" + option + "=" + count + ": expected a count from 0 to " + CallUsage.MAX_COUNT);
    }
    counts.put(charge, Objects.requireNonNull(count));
  }

  private static String required(String option, String value) {
    if (value.isBlank()) {
      throw new UserError("--" + option + ": is missing");
    }
    return value;
  }

  private static CostPolicy policy(PricesExplainOptions options) {
    return options.getCostPolicy().isEmpty()
        ? CostPolicy.PREFER_COMPUTED
        : OptionText.choice("costPolicy", options.getCostPolicy(), CostPolicy.values());
  }

  private static long picos(String usd) {
    try {
      BigDecimal cost = new BigDecimal(usd);
      if (Math.abs(cost.scale()) <= MAX_SCALE
          && cost.signum() >= 0
          && cost.compareTo(MAX_COST) <= 0) {
        return cost.setScale(PICOS_SCALE, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError("--reportedCost=" + usd + ": expected USD from 0 to " + MAX_COST);
  }
}
