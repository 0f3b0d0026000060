package io.tallybeam.backfill;

import io.tallybeam.archive.ArchiveReader;
import io.tallybeam.event.Redaction;
import io.tallybeam.launch.CatalogOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The options of {@code backfill}. */
public interface BackfillOptions extends CatalogOptions {

  /** Which files. */
  @Description(
      "Archived events, newline-delimited JSON, as globs separated by commas, on any file system"
          + " Beam knows: plain, .gz, .zst or .bz2. Default: testdata/archive/*")
  @Default.InstanceFactory(TestData.class)
  List<String> getInput();

  /** Sets {@link #getInput}. */
  void setInput(List<String> input);

  /** The first window to replace, or empty. */
  @Description(
      "First window to replace, such as 2023-11-16T18:00:00Z or 2023-11-16. With --to. Without"
          + " both, the windows that the input touches are replaced and no other.")
  @Default.String("")
  String getFrom();

  /** Sets {@link #getFrom}. */
  void setFrom(String from);

  /** The end of the last window to replace, or empty. */
  @Description("End of the last window to replace; exclusive.")
  @Default.String("")
  String getTo();

  /** Sets {@link #getTo}. */
  void setTo(String to);

  /** The size of the windows. */
  @Description("Size of the tumbling windows; divides one hour.")
  @Default.String("15m")
  String getWindow();

  /** Sets {@link #getWindow}. */
  void setWindow(String window);

  /** The share of rejects above which nothing is committed. */
  @Description("Share of rejected events above which the run fails before it commits.")
  @Default.String("1%")
  String getRejectsAllowed();

  /** Sets {@link #getRejectsAllowed}. */
  void setRejectsAllowed(String share);

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
      "Time zone of an additional table of days, such as Asia/Kolkata; days of UTC are always"
          + " written. Default: UTC")
  @Nullable String getZone();

  /** Sets {@link #getZone}. */
  void setZone(String zone);

  /** The earliest event time that is believed. */
  @Description("Earliest plausible event time; events before it are rejected.")
  @Default.String("2020-01-01T00:00:00Z")
  String getEarliest();

  /** Sets {@link #getEarliest}. */
  void setEarliest(String earliest);

  /** The time from which on event times are not believed. */
  @Description("End of the plausible event times; events from it on are rejected.")
  @Default.String("2100-01-01T00:00:00Z")
  String getLatest();

  /** Sets {@link #getLatest}. */
  void setLatest(String latest);

  /** The name of the source in the ledger. */
  @Description("Name of the source in window_ledger and rejected_events.")
  @Default.String("archive")
  String getSource();

  /** Sets {@link #getSource}. */
  void setSource(String source);

  /** Whether payloads are redacted. */
  @Description("Redact e-mail addresses, phone, social security and card numbers in dead letters.")
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
  @Default.Integer(ArchiveReader.MAX_LINE_BYTES)
  int getMaxLineBytes();

  /** Sets {@link #getMaxLineBytes}. */
  void setMaxLineBytes(int bytes);

  /** How much of a plain file one worker reads at a time. */
  @Description("Megabytes of a plain file that are read as one piece of work.")
  @Default.Integer(32)
  int getSliceMegabytes();

  /** Sets {@link #getSliceMegabytes}. */
  void setSliceMegabytes(int megabytes);

  /** Into how many parts the calls and the rows of a day are divided, or 0. */
  @Description(
      "Parts into which the calls and the rows of a day are divided; each part of a day is a file"
          + " in a table. 0 is one for each 256 MB of input, at most 16.")
  @Default.Integer(0)
  int getShards();

  /** Sets {@link #getShards}. */
  void setShards(int shards);

  /** The input where none is named. */
  final class TestData implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("testdata/archive/*");
    }
  }
}
