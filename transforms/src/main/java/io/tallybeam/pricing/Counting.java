package io.tallybeam.pricing;

/** How a producer counts tokens: whether the details are part of the totals. */
public enum Counting {
  /**
   * Input tokens are the whole prompt, with cached ones, and output tokens the whole answer, with
   * reasoning: OpenAI, OpenTelemetry, and LiteLLM's log for all providers.
   */
  INCLUSIVE,

  /** As {@link #INCLUSIVE}, but output tokens are without reasoning: Gemini's own answers. */
  REASONING_EXCLUSIVE,

  /**
   * As {@link #INCLUSIVE}, but input tokens are without those read from the cache and those written
   * to it: Anthropic's own answers.
   */
  CACHE_EXCLUSIVE,

  /** Every count holds its own tokens only: Langfuse's buckets. */
  EXCLUSIVE
}
