package io.tallybeam.streaming;

import io.tallybeam.launch.EventOptions;
import io.tallybeam.prices.CostOptions;
import io.tallybeam.raw.RawArchiveOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** The options of {@code streaming}. */
public interface StreamOptions extends EventOptions, CostOptions, RawArchiveOptions {

  /** From the first record that the topic still has. */
  String EARLIEST = "earliest";

  /** The brokers. */
  @Description("Kafka brokers as host:port, separated by commas.")
  @Default.String("")
  String getBootstrapServers();

  /** Sets {@link #getBootstrapServers}. */
  void setBootstrapServers(String servers);

  /** The topic. */
  @Description("Topic of the events: JSON, one event or several lines of them a record.")
  @Default.String("matih.ai.llm-ops")
  String getTopic();

  /** Sets {@link #getTopic}. */
  void setTopic(String topic);

  /** How often the price book is looked at. */
  @Description(
      "How often each worker looks whether the files of --prices changed; 0s for never. A book with"
          + " an error is not taken up.")
  @Default.String("1m")
  String getPricesRefresh();

  /** Sets {@link #getPricesRefresh}. */
  void setPricesRefresh(String interval);

  /** The consumer group. */
  @Description(
      "Consumer group to which offsets are committed, for monitoring only: a stream goes on from"
          + " its savepoint.")
  @Default.String("tallybeam")
  String getGroup();

  /** Sets {@link #getGroup}. */
  void setGroup(String group);

  /** From when on is read. */
  @Description(
      "Where a stream without a savepoint starts: earliest, which is the default, or the start of a"
          + " window such as 2026-01-01T00:00:00Z; then windows from it on are computed, and records"
          + " written since --aheadTolerance before it are read. Where another --sinkId wrote to the"
          + " tables it must be the start of a window, and says that no other stream writes any of"
          + " the windows that this one computes. It must be given where the topic has lost records"
          + " since the sink was begun, is another one or was made anew, and where a first stream"
          + " finds older windows in the tables. One that goes on from a savepoint keeps its own.")
  @Default.String("")
  String getStartFrom();

  /** Sets {@link #getStartFrom}. */
  void setStartFrom(String start);

  /** A file of client properties, or empty. */
  @Description(
      "Properties file of the Kafka client, on any file system Beam knows, such as"
          + " security.protocol=SASL_SSL; secrets as env:NAME or file:PATH.")
  @Default.String("")
  String getClientProperties();

  /** Sets {@link #getClientProperties}. */
  void setClientProperties(String file);

  /** How far the watermark stays behind. */
  @Description("How far the watermark of a partition stays behind its largest event time.")
  @Default.String("30s")
  String getWatermarkDelay();

  /** Sets {@link #getWatermarkDelay}. */
  void setWatermarkDelay(String delay);

  /** When a partition is idle. */
  @Description(
      "After how long without a record a partition that is read to its end follows the others;"
          + " 0s is never.")
  @Default.String("1m")
  String getIdleTimeout();

  /** Sets {@link #getIdleTimeout}. */
  void setIdleTimeout(String timeout);

  /** How far ahead event times may be. */
  @Description(
      "How far an event may be ahead of the time its record was written at; one farther ahead is"
          + " rejected and moves no watermark.")
  @Default.String("1h")
  String getAheadTolerance();

  /** Sets {@link #getAheadTolerance}. */
  void setAheadTolerance(String tolerance);

  /** How long windows are corrected. */
  @Description(
      "How long after its end a window is corrected, in event time; later events go to late_events.")
  @Default.String("1h")
  String getAllowedLateness();

  /** Sets {@link #getAllowedLateness}. */
  void setAllowedLateness(String lateness);

  /** How long corrections wait. */
  @Description(
      "How long late events of a window are collected before its rows are corrected, and dead"
          + " letters before they are written.")
  @Default.String("1m")
  String getCorrectionInterval();

  /** Sets {@link #getCorrectionInterval}. */
  void setCorrectionInterval(String interval);

  /** How often early results come. */
  @Description("How often the rows of an open window are written before its end; 0s is never.")
  @Default.String("0s")
  String getEarlyFirings();

  /** Sets {@link #getEarlyFirings}. */
  void setEarlyFirings(String interval);

  /** How long a commit waits. */
  @Description(
      "How far commits are apart; the first after a pause waits a second for the other files. On"
          + " Flink a commit waits for the next checkpoint as well.")
  @Default.String("10s")
  String getCommitInterval();

  /** Sets {@link #getCommitInterval}. */
  void setCommitInterval(String interval);

  /** How often roll-ups are refreshed. */
  @Description(
      "How often hourly, daily and monthly tables are refreshed; 0s leaves them to maintain.")
  @Default.String("15m")
  String getRollUpInterval();

  /** Sets {@link #getRollUpInterval}. */
  void setRollUpInterval(String interval);

  /** How many shards. */
  @Description(
      "Into how many parts tenants are divided: workers that hold and write a window, and files a"
          + " window. Stays the same for the life of a sink. 0 is 4.")
  @Default.Integer(0)
  int getShards();

  /** Sets {@link #getShards}. */
  void setShards(int shards);

  /** The name of the sink. */
  @Description(
      "Name of the stream in the snapshots that it commits, the same for ever. Rows of a window are"
          + " of one stream: two at once need two namespaces, and another name into the same tables"
          + " is for a stream that takes over at --startFrom.")
  @Default.String("tallybeam")
  String getSinkId();

  /** Sets {@link #getSinkId}. */
  void setSinkId(String sink);

  /** The name of the source in the ledger, or empty. */
  @Description(
      "Name of the source in window_ledger, rejected_events and late_events. Default: the topic")
  @Default.String("")
  String getSource();

  /** Sets {@link #getSource}. */
  void setSource(String source);
}
