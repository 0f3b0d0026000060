package io.tallybeam.prices;

import io.tallybeam.launch.TallybeamOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where prices are. */
public interface PricesOptions extends TallybeamOptions {

  /** The files of the price book. */
  @Description(
      "Price book: folders, files or globs, separated by commas, on any file system Beam knows;"
          + " .yaml files of ours, and price maps of LiteLLM with the date they are in force from"
          + " in their names, such as litellm-2026-03-30.json. Default: testdata/prices")
  @Default.InstanceFactory(StartingBook.class)
  List<String> getPrices();

  /** Sets {@link #getPrices}. */
  void setPrices(List<String> prices);

  /** The book that comes with the sources. */
  final class StartingBook implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("testdata/prices");
    }
  }
}
