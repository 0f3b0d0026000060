package io.tallybeam.focus;

import io.tallybeam.launch.CatalogOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code export-focus}. */
public interface ExportFocusOptions extends CatalogOptions {

  /** The month, or empty. */
  @Description("Calendar month in UTC, such as 2026-03. Required.")
  @Default.String("")
  String getMonth();

  /** Sets {@link #getMonth}. */
  void setMonth(String month);

  /** The folder for the files, or empty. */
  @Description(
      "Local folder for focus-1.2-<month>.csv and .parquet; made if it is missing. Files of an"
          + " export before are replaced. Required.")
  @Default.String("")
  String getOutput();

  /** Sets {@link #getOutput}. */
  void setOutput(String output);
}
