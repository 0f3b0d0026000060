package io.tallybeam.generate;

import io.tallybeam.launch.TallybeamOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code generate}. */
public interface GenerateOptions extends TallybeamOptions {

  /** Where to. */
  @Description("Folder to write the files to, on any file system Beam knows.")
  @Default.String("generated")
  String getOutput();

  /** Sets {@link #getOutput}. */
  void setOutput(String output);

  /** How many events. */
  @Description("How many events, duplicates and rejects included; about 300 bytes each.")
  @Default.Long(1_000_000)
  long getEvents();

  /** Sets {@link #getEvents}. */
  void setEvents(long events);

  /** The name of the seed. */
  @Description("Name of the seed: the same name and options make the same bytes.")
  @Default.String("tallybeam")
  String getSeed();

  /** Sets {@link #getSeed}. */
  void setSeed(String seed);

  /** How many files. */
  @Description("How many files the events are spread over, each a stretch of time.")
  @Default.Integer(8)
  int getFiles();

  /** Sets {@link #getFiles}. */
  void setFiles(int files);

  /** How the files are compressed. */
  @Description("Compression of the files: none, gz or zst.")
  @Default.String("none")
  String getCompression();

  /** Sets {@link #getCompression}. */
  void setCompression(String compression);

  /** When the first event happens. */
  @Description("Time of the first event.")
  @Default.String("2026-03-02T00:00:00Z")
  String getFrom();

  /** Sets {@link #getFrom}. */
  void setFrom(String from);

  /** Over how long the events are spread. */
  @Description("Time over which the events are spread evenly, out of order by up to 30 s.")
  @Default.String("24h")
  String getDuration();

  /** Sets {@link #getDuration}. */
  void setDuration(String duration);

  /** How many tenants. */
  @Description("How many tenants; the first ones send the most.")
  @Default.Integer(500)
  int getTenants();

  /** Sets {@link #getTenants}. */
  void setTenants(int tenants);

  /** The share of duplicates. */
  @Description("Share of events that are copies of an earlier one.")
  @Default.String("0.5%")
  String getDuplicates();

  /** Sets {@link #getDuplicates}. */
  void setDuplicates(String share);

  /** The share of events that cannot be counted. */
  @Description("Share of events that cannot be counted.")
  @Default.String("0.1%")
  String getRejects();

  /** Sets {@link #getRejects}. */
  void setRejects(String share);
}
