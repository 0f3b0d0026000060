package io.tallybeam.prices;

import io.tallybeam.launch.TallybeamOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a pipeline prices its calls.
 *
 * <p>Options of one name must agree in their {@code @Default}: that of prices has none.
 */
public interface CostOptions extends TallybeamOptions {

  /** The files of the price book, or null. */
  @Description(
      "Price book: folders, files or globs, separated by commas, on any file system Beam knows;"
          + " prices check says what is in it. Without one the costs that events report count.")
  @Nullable List<String> getPrices();

  /** Sets {@link #getPrices}. */
  void setPrices(List<String> prices);

  /** Which cost counts, or empty. */
  @Description(
      "Which cost counts: prefer-computed (the price book's, else the reported one),"
          + " prefer-reported, computed or reported. Default: prefer-computed with --prices,"
          + " reported without.")
  @Default.String("")
  String getCostPolicy();

  /** Sets {@link #getCostPolicy}. */
  void setCostPolicy(String policy);

  /** What token counts hold. */
  @Description(
      "What the events' token counts hold: inclusive (input with cached tokens, output with"
          + " reasoning: OpenAI, LiteLLM's log), reasoning-exclusive (output without it: Gemini's"
          + " own), cache-exclusive (input without what was read from or written to the cache:"
          + " Anthropic's own) or exclusive (each count its own tokens only: Langfuse). Behind it"
          + " others by provider: inclusive,anthropic=cache-exclusive.")
  @Default.String("inclusive")
  String getCounting();

  /** Sets {@link #getCounting}. */
  void setCounting(String counting);
}
