package io.tallybeam.prices;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The options of {@code prices explain}: one call. A count that is not given is null. */
public interface PricesExplainOptions extends PricesOptions {

  /** The provider, or empty. */
  @Description("Provider of the call, such as openai; without it the call names none.")
  @Default.String("")
  String getProvider();

  /** Sets {@link #getProvider}. */
  void setProvider(String provider);

  /** The model, as a call names it. */
  @Description("Model of the call, as it is sent. Required.")
  @Default.String("")
  String getModel();

  /** Sets {@link #getModel}. */
  void setModel(String model);

  /** When the call was made. */
  @Description("Event time of the call, such as 2026-04-01 or 2026-04-01T12:00:00Z. Required.")
  @Default.String("")
  String getAt();

  /** Sets {@link #getAt}. */
  void setAt(String at);

  /** The region, or empty. */
  @Description("Region of the call, such as eu.")
  @Default.String("")
  String getCallRegion();

  /** Sets {@link #getCallRegion}. */
  void setCallRegion(String region);

  /** The service. */
  @Description("Service of the call: standard, batch, flex, priority or other.")
  @Default.String("standard")
  String getServiceTier();

  /** Sets {@link #getServiceTier}. */
  void setServiceTier(String tier);

  /** How counts are to be read. */
  @Description(
      "What input and output tokens hold: inclusive (all tokens), reasoning-exclusive (output"
          + " without reasoning, as Gemini answers), cache-exclusive (input without cached reads and"
          + " writes, as Anthropic answers) or exclusive (text only).")
  @Default.String("inclusive")
  String getCounting();

  /** Sets {@link #getCounting}. */
  void setCounting(String counting);

  /** Input tokens. */
  @Description("Input tokens.")
  @Nullable Long getInputTokens();

  /** Sets {@link #getInputTokens}. */
  void setInputTokens(Long tokens);

  /** Output tokens. */
  @Description("Output tokens.")
  @Nullable Long getOutputTokens();

  /** Sets {@link #getOutputTokens}. */
  void setOutputTokens(Long tokens);

  /** Input tokens read from the cache. */
  @Description("Input tokens that the provider's cache had.")
  @Nullable Long getCachedTokens();

  /** Sets {@link #getCachedTokens}. */
  void setCachedTokens(Long tokens);

  /** Input tokens written to the cache. */
  @Description("Input tokens written to the provider's cache for five minutes.")
  @Nullable Long getCacheWriteTokens();

  /** Sets {@link #getCacheWriteTokens}. */
  void setCacheWriteTokens(Long tokens);

  /** Input tokens written to the cache for longer. */
  @Description("Input tokens written to the provider's cache for one hour.")
  @Nullable Long getCacheWriteHourTokens();

  /** Sets {@link #getCacheWriteHourTokens}. */
  void setCacheWriteHourTokens(Long tokens);

  /** Reasoning tokens. */
  @Description("Reasoning tokens.")
  @Nullable Long getReasoningTokens();

  /** Sets {@link #getReasoningTokens}. */
  void setReasoningTokens(Long tokens);

  /** Audio tokens of the prompt. */
  @Description("Audio tokens of the prompt.")
  @Nullable Long getAudioInputTokens();

  /** Sets {@link #getAudioInputTokens}. */
  void setAudioInputTokens(Long tokens);

  /** Audio tokens of the answer. */
  @Description("Audio tokens of the answer.")
  @Nullable Long getAudioOutputTokens();

  /** Sets {@link #getAudioOutputTokens}. */
  void setAudioOutputTokens(Long tokens);

  /** Image tokens of the prompt. */
  @Description("Image tokens of the prompt.")
  @Nullable Long getImageInputTokens();

  /** Sets {@link #getImageInputTokens}. */
  void setImageInputTokens(Long tokens);

  /** Image tokens of the answer. */
  @Description("Image tokens of the answer.")
  @Nullable Long getImageOutputTokens();

  /** Sets {@link #getImageOutputTokens}. */
  void setImageOutputTokens(Long tokens);

  /** Web searches. */
  @Description("Web searches of the call.")
  @Nullable Long getSearches();

  /** Sets {@link #getSearches}. */
  void setSearches(Long searches);

  /** Whether a gateway answered. */
  @Description("The cache of a gateway answered, and not the provider.")
  @Default.Boolean(false)
  boolean isCacheHit();

  /** Sets {@link #isCacheHit}. */
  void setCacheHit(boolean hit);

  /** The cost that the event reports, or empty. */
  @Description("Cost that the event reports, in USD.")
  @Default.String("")
  String getReportedCost();

  /** Sets {@link #getReportedCost}. */
  void setReportedCost(String cost);

  /** Which cost counts. */
  @Description(
      "Which cost counts: prefer-computed, prefer-reported, computed or reported. Default:"
          + " prefer-computed")
  @Default.String("")
  String getCostPolicy();

  /** Sets {@link #getCostPolicy}. */
  void setCostPolicy(String policy);
}
