package io.tallybeam.late;

import io.tallybeam.launch.CatalogOptions;
import io.tallybeam.prices.CostOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code late}; those of costs go into the printed command lines. */
public interface LateOptions extends CatalogOptions, CostOptions {

  /** Whether the output is for machines. */
  @Description("Print one JSON object a line, one for each window, and nothing else.")
  @Default.Boolean(false)
  boolean isJson();

  /** Sets {@link #isJson}. */
  void setJson(boolean json);

  /** Whether the stream removes duplicates. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.Boolean(true)
  boolean isDeduplicate();

  /** Sets {@link #isDeduplicate}. */
  void setDeduplicate(boolean deduplicate);

  /** The longest line that the stream reads. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.Integer(1 << 20)
  int getMaxLineBytes();

  /** Sets {@link #getMaxLineBytes}. */
  void setMaxLineBytes(int bytes);

  /** What the printed command lines read, or empty. */
  @Description(
      "Archived events to name in the printed command lines, as --input of backfill; they must hold"
          + " all events of the windows, the late ones too. Without it a place is left for them.")
  @Default.String("")
  String getBackfillInput();

  /** Sets {@link #getBackfillInput}. */
  void setBackfillInput(String input);
}
