package io.tallybeam.generate;

import io.tallybeam.launch.TallybeamOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code generate}. */
public interface GenerateOptions extends TallybeamOptions {

  /** As many files as are written unless told. */
  int FILES = 8;

  /** Files that are not compressed. */
  String NO_COMPRESSION = "none";

  /** Where to, or empty. */
  @Description(
      "Folder to write files to, on any file system Beam knows; without it and without"
          + " --bootstrapServers ./generated.")
  @Default.String("")
  String getOutput();

  /** Sets {@link #getOutput}. */
  void setOutput(String output);

  /** How many events. */
  @Description(
      "How many events, duplicates and rejects included; about 300 bytes each. With --live also 0:"
          + " until Ctrl-C.")
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
  @Description(
      "How many files the events are spread over, each a stretch of time. Not for a topic.")
  @Default.Integer(FILES)
  int getFiles();

  /** Sets {@link #getFiles}. */
  void setFiles(int files);

  /** How the files are compressed. */
  @Description("Compression of the files: none, gz or zst. Not for a topic.")
  @Default.String(NO_COMPRESSION)
  String getCompression();

  /** Sets {@link #getCompression}. */
  void setCompression(String compression);

  /** When the first event happens, or empty. */
  @Description("Time of the first event; without it 2026-03-02T00:00:00Z.")
  @Default.String("")
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

  /** The brokers of the topic to write to, or empty. */
  @Description("Kafka brokers as host:port, separated by commas: write to a topic, not to files.")
  @Default.String("")
  String getBootstrapServers();

  /** Sets {@link #getBootstrapServers}. */
  void setBootstrapServers(String servers);

  /** The topic to write to. */
  @Description("Topic to write to, one event a record, in turn to each partition.")
  @Default.String("matih.ai.llm-ops")
  String getTopic();

  /** Sets {@link #getTopic}. */
  void setTopic(String topic);

  /** Properties of the Kafka client, or empty. */
  @Description("File with properties of the Kafka client, such as those of SASL_SSL.")
  @Default.String("")
  String getClientProperties();

  /** Sets {@link #getClientProperties}. */
  void setClientProperties(String file);

  /** How many partitions a new topic gets, or 0. */
  @Description(
      "Partitions of the topic if it is not there yet, which creates it. One that is there is left"
          + " as it is.")
  @Default.Integer(0)
  int getPartitions();

  /** Sets {@link #getPartitions}. */
  void setPartitions(int partitions);

  /** How many events a second, or 0. */
  @Description("Events a second to write to the topic; 0 is as many as the brokers take.")
  @Default.Integer(0)
  int getRate();

  /** Sets {@link #getRate}. */
  void setRate(int rate);

  /** Whether events happen now. */
  @Description(
      "Events happen as they are written, --rate a second from now on, out of order by up to 30 s:"
          + " takes the place of --from and --duration.")
  @Default.Boolean(false)
  boolean isLive();

  /** Sets {@link #isLive}. */
  void setLive(boolean live);
}
