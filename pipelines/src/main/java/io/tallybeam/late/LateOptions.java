package io.tallybeam.late;

import io.tallybeam.event.Redaction;
import io.tallybeam.launch.CatalogOptions;
import io.tallybeam.launch.EventOptions;
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

  /** The earliest event time that the stream believes. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.String(EventOptions.EARLIEST)
  String getEarliest();

  /** Sets {@link #getEarliest}. */
  void setEarliest(String earliest);

  /** The time from which on the stream does not believe event times. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.String(EventOptions.LATEST)
  String getLatest();

  /** Sets {@link #getLatest}. */
  void setLatest(String latest);

  /** Whether the stream redacts payloads. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.Boolean(true)
  boolean isRedact();

  /** Sets {@link #isRedact}. */
  void setRedact(boolean redact);

  /** The length of a payload in a dead letter of the stream. */
  @Description("As the stream has it; goes into the printed command lines.")
  @Default.Integer(Redaction.DEFAULT_LIMIT)
  int getPayloadLimit();

  /** Sets {@link #getPayloadLimit}. */
  void setPayloadLimit(int limit);

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
