package io.tallybeam.topic;

import io.tallybeam.error.UserError;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The properties of consumers: ours, then the user's, then what only Tallybeam decides. */
final class Consumers {

  /**
   * About how long the arrays are in which records go on. G1 keeps arrays of half a region apart,
   * which is 512 KB in a heap below 2 GB, and starts a collection whenever they are many.
   */
  static final int ARRAY_BYTES = 480 << 10;

  /**
   * What a partition gives to a fetch. Arrays of this length are kept apart, but smaller ones cost
   * more: the broker's work goes by fetches, and half of one is thrown away where producers send
   * batches of half its size.
   */
  private static final int FETCH_BYTES = 2 << 20;

  /** With records of 300 bytes two or three blocks. */
  private static final int RECORDS_A_POLL = 4_000;

  private Consumers() {}

  /**
   * Properties of a consumer that reads the topic.
   *
   * @param decided wins over all others
   */
  static Map<String, Object> reading(TopicSettings settings, Map<String, Object> decided) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * FETCH_BYTES);
    properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    properties.putAll(ClientProperties.resolve(settings.client()));
    properties.putAll(decided);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A consumer that finds its records deleted says so, and does not go elsewhere by itself.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return properties;
  }

  /**
   * Checks the user's properties, as a consumer on a worker would do.
   *
   * @throws UserError if one has a value that it cannot have
   */
  static void check(TopicSettings settings) {
    Map<String, Object> properties = reading(settings, Map.of());
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    try {
      new ConsumerConfig(properties);
    } catch (ConfigException e) {
      throw new UserError("--clientProperties: " + e.getMessage(), e);
    }
  }

  /** A consumer that looks at single records. */
  static KafkaConsumer<byte[], byte[]> looking(TopicSettings settings) {
    Map<String, Object> properties =
        reading(
            settings,
            Map.of(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 16,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 16));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
