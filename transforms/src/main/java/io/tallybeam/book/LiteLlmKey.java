package io.tallybeam.book;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of LiteLLM's map that states a rate: a charge, then suffixes in any order for the service
 * and for the size of the prompt.
 *
 * @param charge what the rate is for
 * @param service which service
 * @param above for prompts of more tokens than these
 */
record LiteLlmKey(Charge charge, ServiceTier service, long above) {

  private static final Map<String, Charge> CHARGES =
      Map.ofEntries(
          Map.entry("input_cost_per_token", Charge.INPUT),
          Map.entry("cache_read_input_token_cost", Charge.CACHED_READ),
          Map.entry("cache_creation_input_token_cost", Charge.CACHE_WRITE_5M),
          Map.entry("cache_creation_input_token_cost_above_1hr", Charge.CACHE_WRITE_1H),
          Map.entry("input_cost_per_audio_token", Charge.AUDIO_INPUT),
          Map.entry("input_cost_per_image_token", Charge.IMAGE_INPUT),
          Map.entry("output_cost_per_token", Charge.OUTPUT),
          Map.entry("output_cost_per_reasoning_token", Charge.REASONING),
          Map.entry("output_cost_per_audio_token", Charge.AUDIO_OUTPUT),
          Map.entry("output_cost_per_image_token", Charge.IMAGE_OUTPUT),
          Map.entry("input_cost_per_request", Charge.CALL));

  private static final Map<String, ServiceTier> SERVICES =
      Map.of(
          "batches", ServiceTier.BATCH,
          "flex", ServiceTier.FLEX,
          "priority", ServiceTier.PRIORITY);

  private static final Pattern SERVICE = Pattern.compile("(.+)_(batches|flex|priority)");
  private static final Pattern ABOVE = Pattern.compile("(.+)_above_(\\d{1,6})k_tokens");

  /** What {@code key} states, or empty if it is no rate that calls are priced by. */
  static Optional<LiteLlmKey> parse(String key) {
    String rest = key;
    ServiceTier service = ServiceTier.STANDARD;
    long above = Sheet.BASE;
    while (true) {
      Matcher suffix = SERVICE.matcher(rest);
      if (suffix.matches() && service == ServiceTier.STANDARD) {
        service = SERVICES.get(suffix.group(2));
        rest = suffix.group(1);
        continue;
      }
      suffix = ABOVE.matcher(rest);
      if (suffix.matches() && above == Sheet.BASE) {
        above = Long.parseLong(suffix.group(2)) * 1000;
        rest = suffix.group(1);
        continue;
      }
      Charge charge = CHARGES.get(rest);
      return charge == null
          ? Optional.empty()
          : Optional.of(new LiteLlmKey(charge, service, above));
    }
  }
}
