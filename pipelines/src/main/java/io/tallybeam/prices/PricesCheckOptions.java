package io.tallybeam.prices;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code prices check}. */
public interface PricesCheckOptions extends PricesOptions {

  /** The time before changes, or empty. */
  @Description("Print what changed since this time, such as 2026-03-06. With --to.")
  @Default.String("")
  String getFrom();

  /** Sets {@link #getFrom}. */
  void setFrom(String from);

  /** The time after changes, or empty. */
  @Description("Print what changed up to this time.")
  @Default.String("")
  String getTo();

  /** Sets {@link #getTo}. */
  void setTo(String to);
}
