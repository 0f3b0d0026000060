package io.tallybeam.launch;

import io.tallybeam.event.Redaction;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How events are read and counted: the same for archived and for live ones. */
public interface EventOptions extends CatalogOptions {

  /** The usual {@link #getEarliest}. */
  String EARLIEST = "2020-01-01T00:00:00Z";

  /** The usual {@link #getLatest}. */
  String LATEST = "2100-01-01T00:00:00Z";

  /** The size of the windows. */
  @Description("Size of the tumbling windows; divides one hour.")
  @Default.String("15m")
  String getWindow();

  /** Sets {@link #getWindow}. */
  void setWindow(String window);

  /** Whether duplicates count once. */
  @Description("Count events of the same tenant, request id and window once.")
  @Default.Boolean(true)
  boolean isDeduplicate();

  /** Sets {@link #isDeduplicate}. */
  void setDeduplicate(boolean deduplicate);

  /**
   * A zone for days, or null. Without {@code @Default}: Beam's options for Google Cloud have a
   * {@code zone} too, and options of one name must agree in that.
   */
  @Description(
      "Time zone of additional days and months, such as Asia/Kolkata; those of UTC are always"
          + " written. Default: UTC")
  @Nullable String getZone();

  /** Sets {@link #getZone}. */
  void setZone(String zone);

  /** The earliest event time that is believed. */
  @Description("Earliest plausible event time; events before it are rejected.")
  @Default.String(EARLIEST)
  String getEarliest();

  /** Sets {@link #getEarliest}. */
  void setEarliest(String earliest);

  /** The time from which on event times are not believed. */
  @Description("End of the plausible event times; events from it on are rejected.")
  @Default.String(LATEST)
  String getLatest();

  /** Sets {@link #getLatest}. */
  void setLatest(String latest);

  /** Whether payloads are redacted. */
  @Description(
      "Redact e-mail addresses, phone, social security and card numbers, and API keys in dead"
          + " letters.")
  @Default.Boolean(true)
  boolean isRedact();

  /** Sets {@link #isRedact}. */
  void setRedact(boolean redact);

  /** The length of a payload in a dead letter. */
  @Description("Characters of a payload that a dead letter keeps.")
  @Default.Integer(Redaction.DEFAULT_LIMIT)
  int getPayloadLimit();

  /** Sets {@link #getPayloadLimit}. */
  void setPayloadLimit(int limit);

  /** The longest line that is read. */
  @Description("Longest line that is read, in bytes; longer ones are rejected.")
  @Default.Integer(1 << 20)
  int getMaxLineBytes();

  /** Sets {@link #getMaxLineBytes}. */
  void setMaxLineBytes(int bytes);
}
