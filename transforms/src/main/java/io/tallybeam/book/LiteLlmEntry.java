package io.tallybeam.book;

import io.tallybeam.window.TimeRange;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads one model of LiteLLM's map. */
final class LiteLlmEntry {

  private static final String MODE = "mode";
  private static final String IMAGES = "image_generation";
  private static final String PROVIDER = "litellm_provider";
  private static final String SEARCH = "search_context_cost_per_query";
  private static final String UPLIFT = "regional_processing_uplift_multiplier_";

  /** Of Vertex: where a region is asked for, whichever it is. */
  private static final String ENDPOINT_UPLIFT = "regional_endpoint_uplift_multiplier";

  /** Other prices at some hours of the day. */
  private static final String OFF_PEAK = "off_peak_pricing";

  private static final String TIERS = "tiered_pricing";
  private static final String MULTIPLIERS = "provider_specific_entry";

  /** A way of answering that Anthropic has, and no region. */
  private static final String FAST = "fast";

  /** Keys that say what a model can do, and to which limits. */
  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "supports_.*|supported_.*|max_.*|source|rpm|tpm|deprecation_date|metadata|comment"
              + "|_comment|output_vector_size|tool_use_system_prompt_tokens");

  private final Sheet sheet = new Sheet();
  private final Map<String, BigDecimal> uplifts = new TreeMap<>();
  private final Consumer<String> unused;
  private String provider = "";

  private boolean hasUnusedRule;
  private boolean isOfImages;

  private LiteLlmEntry(Consumer<String> unused) {
    this.unused = unused;
  }

  /**
   * The entry of a model, if the map states a rate for it that is not zero.
   *
   * @param unused takes every key that is neither used nor a description of the model
   */
  static Optional<PriceEntry> read(
      String model, Tree tree, TimeRange effective, String file, Consumer<String> unused)
      throws Complaint {
    if (!(tree instanceof Tree.Fields fields)) {
      throw new Complaint("is not an object of keys");
    }
    LiteLlmEntry entry = new LiteLlmEntry(unused);
    for (Map.Entry<String, Tree> field : fields.byName().entrySet()) {
      entry.add(field.getKey(), field.getValue());
    }
    // Of what is paid for by the image, and of what nobody knows the price of, the map states
    // zeros.
    return entry.sheet.isFree()
        ? Optional.empty()
        : Optional.of(
            new PriceEntry(
                model,
                entry.provider,
                effective,
                file,
                entry.sheet.toTiers(),
                entry.uplifts,
                entry.hasUnusedRule,
                entry.isOfImages && entry.sheet.states(Charge.IMAGE_OUTPUT)));
  }

  private void add(String key, Tree value) throws Complaint {
    Optional<LiteLlmKey> rate = LiteLlmKey.parse(key);
    if (rate.isPresent()) {
      put(rate.get(), key, value);
    } else if (key.equals(PROVIDER)) {
      provider = provider(text(key, value));
    } else if (key.equals(SEARCH)) {
      search(value);
    } else if (key.startsWith(UPLIFT)) {
      String region = key.substring(UPLIFT.length()).toLowerCase(Locale.ROOT);
      uplifts.put(region, RateText.multiplier(key, text(key, value)));
    } else if (key.equals(MODE)) {
      isOfImages = value instanceof Tree.Scalar mode && mode.text().equals(IMAGES);
    } else if (key.equals(ENDPOINT_UPLIFT)) {
      uplifts.put(PriceEntry.ANY_REGION, RateText.multiplier(key, text(key, value)));
    } else if (key.equals(MULTIPLIERS)) {
      multipliers(value);
    } else if (key.equals(TIERS)) {
      tiers(value);
    } else if (!DESCRIPTION.matcher(key).matches()) {
      unused.accept(key);
      hasUnusedRule |= key.equals(OFF_PEAK);
    }
  }

  private void put(LiteLlmKey rate, String key, Tree value) throws Complaint {
    sheet.put(rate.above(), rate.service(), rate.charge(), RateText.rate(key, text(key, value), 0));
  }

  /** The provider as calls name it: LiteLLM's map divides some by the kind of the model. */
  private static String provider(String stated) {
    return stated.startsWith("vertex_ai-")
        ? "vertex_ai"
        : stated.equals("bedrock_converse") ? "bedrock" : stated;
  }

  /** A search's price by the size of its context; the medium size is the usual one. */
  private void search(Tree value) throws Complaint {
    if (!(value instanceof Tree.Fields sizes)) {
      throw new Complaint(SEARCH + ": is not an object of sizes");
    }
    Tree medium = sizes.byName().get("search_context_size_medium");
    if (medium == null) {
      unused.accept(SEARCH);
    } else {
      put(new LiteLlmKey(Charge.SEARCH, ServiceTier.STANDARD, Sheet.BASE), SEARCH, medium);
    }
  }

  /** By region, but for one, and for what is no number. */
  private void multipliers(Tree value) throws Complaint {
    if (!(value instanceof Tree.Fields byName)) {
      throw new Complaint(MULTIPLIERS + ": is not an object of multipliers");
    }
    for (Map.Entry<String, Tree> multiplier : byName.byName().entrySet()) {
      String field = MULTIPLIERS + "." + multiplier.getKey();
      boolean isNumber =
          multiplier.getValue() instanceof Tree.Scalar text && RateText.isNumber(text.text());
      if (multiplier.getKey().equals(FAST) || !isNumber) {
        unused.accept(field);
      } else {
        uplifts.put(
            multiplier.getKey().toLowerCase(Locale.ROOT),
            RateText.multiplier(field, text(field, multiplier.getValue())));
      }
    }
  }

  /** Ranges of prompt sizes, {@code lo < P <= hi}, without gaps. */
  private void tiers(Tree value) throws Complaint {
    if (!(value instanceof Tree.Items items)) {
      throw new Complaint(TIERS + ": is not a list");
    }
    if (items.values().stream().noneMatch(LiteLlmEntry::isOfTokens)) {
      unused.accept(TIERS);
      return;
    }
    long end = Sheet.BASE;
    for (Tree item : items.values()) {
      if (!(item instanceof Tree.Fields tier)
          || !(tier.byName().get("range") instanceof Tree.Items range)
          || range.values().size() != 2) {
        throw new Complaint(TIERS + ": a tier without a range of two token counts");
      }
      long above = tokens(range.values().get(0));
      long to = tokens(range.values().get(1));
      if (above != end || to <= above) {
        throw new Complaint(
            TIERS + ": the range " + above + " to " + to + " does not go on from " + end);
      }
      end = to;
      tier(above, tier);
    }
  }

  /** Tools have tiers too: by the number of results that are asked for. */
  private static boolean isOfTokens(Tree tier) {
    return !(tier instanceof Tree.Fields fields)
        || fields.byName().containsKey("range")
        || fields.byName().keySet().stream().anyMatch(key -> LiteLlmKey.parse(key).isPresent());
  }

  private void tier(long above, Tree.Fields tier) throws Complaint {
    for (Map.Entry<String, Tree> field : tier.byName().entrySet()) {
      Optional<LiteLlmKey> rate = LiteLlmKey.parse(field.getKey());
      if (rate.isPresent() && rate.get().above() == Sheet.BASE) {
        put(
            new LiteLlmKey(rate.get().charge(), rate.get().service(), above),
            field.getKey(),
            field.getValue());
      } else if (!field.getKey().equals("range")) {
        unused.accept(TIERS + "." + field.getKey());
      }
    }
  }

  private static long tokens(Tree value) throws Complaint {
    try {
      return new BigDecimal(text(TIERS, value)).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Complaint(TIERS + ": a range that is not of token counts", e);
    }
  }

  private static String text(String key, Tree value) throws Complaint {
    if (value instanceof Tree.Scalar scalar) {
      return scalar.text();
    }
    throw new Complaint(key + ": is not a single value");
  }
}
