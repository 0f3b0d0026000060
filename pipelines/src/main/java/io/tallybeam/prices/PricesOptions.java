package io.tallybeam.prices;

import io.tallybeam.launch.TallybeamOptions;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Where prices are. */
public interface PricesOptions extends TallybeamOptions {

  /** The files of the price book, or null. Without {@code @Default}: see {@link CostOptions}. */
  @Description(
      "Price book: folders, files or globs, separated by commas, on any file system Beam knows;"
          + " .yaml files of ours, and price maps of LiteLLM with the date they are in force from"
          + " in their names, such as litellm-2026-03-30.json. Default: testdata/prices")
  @Nullable List<String> getPrices();

  /** Sets {@link #getPrices}. */
  void setPrices(List<String> prices);

  /** The files that are asked for, or those that come with the sources. */
  static List<String> filesOf(PricesOptions options) {
    return Optional.ofNullable(options.getPrices()).orElse(List.of("testdata/prices"));
  }
}
