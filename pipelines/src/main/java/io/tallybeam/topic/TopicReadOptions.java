package io.tallybeam.topic;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * How a job reads its topics, beside its graph: Flink keeps sources in its savepoints, and a job
 * that goes on from one has those of the job before, with the brokers and delays of that.
 */
@Hidden
public interface TopicReadOptions extends PipelineOptions {

  /** By topic, in a form of our own. */
  @Description("How topics are read; set by the pipeline.")
  Map<String, String> getTopicReads();

  /** By topic, in a form of our own. */
  void setTopicReads(Map<String, String> reads);

  /** Takes note of how a topic is read. */
  static void add(PipelineOptions options, TopicReading reading) {
    TopicReadOptions all = options.as(TopicReadOptions.class);
    Map<String, String> reads = new TreeMap<>();
    if (all.getTopicReads() != null) {
      reads.putAll(all.getTopicReads());
    }
    byte[] bytes = SerializableUtils.serializeToByteArray(reading);
    reads.put(reading.settings().topic(), Base64.getEncoder().encodeToString(bytes));
    all.setTopicReads(reads);
  }

  /** How the job reads a topic, if it is one of its own. */
  static Optional<TopicReading> find(PipelineOptions options, String topic) {
    return Optional.ofNullable(options.as(TopicReadOptions.class).getTopicReads())
        .map(reads -> reads.get(topic))
        .map(
            text ->
                (TopicReading)
                    SerializableUtils.deserializeFromByteArray(
                        Base64.getDecoder().decode(text), "how a topic is read"));
  }
}
