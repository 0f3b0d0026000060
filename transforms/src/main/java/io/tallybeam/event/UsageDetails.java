package io.tallybeam.event;

/**
 * What a call used, beyond its tokens in and out. Counts are 0 to {@link Call#MAX_TOKENS}, or
 * {@link Call#ABSENT}.
 *
 * @param service the service tier as sent, or empty
 * @param region where the call was made, or empty
 * @param cachedRead input tokens that the provider's cache had
 * @param cacheWrite5m input tokens written to the provider's cache for five minutes
 * @param cacheWrite1h input tokens written to the provider's cache for one hour
 * @param reasoning output tokens of reasoning
 * @param audioInput input tokens of audio
 * @param audioOutput output tokens of audio
 * @param imageInput input tokens of images
 * @param imageOutput output tokens of images
 * @param searches web searches
 */
public record UsageDetails(
    String service,
    String region,
    long cachedRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long reasoning,
    long audioInput,
    long audioOutput,
    long imageInput,
    long imageOutput,
    long searches) {

  /** Nothing is known. */
  public static final UsageDetails NONE =
      new UsageDetails("", "", -1, -1, -1, -1, -1, -1, -1, -1, -1);
}
