package io.tallybeam.latest;

import io.tallybeam.launch.CatalogOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code windows}. */
public interface WindowsOptions extends CatalogOptions {

  /** How many windows are shown. */
  @Description("How many of the latest windows are shown.")
  @Default.Integer(10)
  int getLast();

  /** Sets {@link #getLast}. */
  void setLast(int last);
}
