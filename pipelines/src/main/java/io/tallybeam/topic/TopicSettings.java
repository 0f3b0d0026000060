package io.tallybeam.topic;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Which topic, where, and from when on. Travels to the workers; holds no secret, only references to
 * them.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param topic its name
 * @param group the consumer group to which offsets are committed, for monitoring only
 * @param startMillis the event time from which on is read, or {@link #EARLIEST}: records that are
 *     older by more than an event may be ahead of its record are left out
 * @param client the properties of the client, as {@link ClientProperties} took them
 */
public record TopicSettings(
    String bootstrapServers,
    String topic,
    String group,
    long startMillis,
    Map<String, String> client)
    implements Serializable {

  /** From the first record that the topic still has. */
  public static final long EARLIEST = Long.MIN_VALUE;

  /** Copies the properties. */
  public TopicSettings {
    client = Map.copyOf(client);
  }

  List<TopicPartition> topicPartitions(int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(number -> new TopicPartition(topic, number))
        .toList();
  }

  /** Without the values of the client's properties. */
  @Override
  public String toString() {
    return topic + " at " + bootstrapServers + ", group " + group + ", client " + client.keySet();
  }
}
