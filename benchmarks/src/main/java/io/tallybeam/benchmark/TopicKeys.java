package io.tallybeam.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What is in a topic, and how far a consumer group has read it.
 *
 * @param ends the offset behind the last record of each partition
 * @param calls how many records there are
 * @param rows how many tenants, providers and models together
 */
record TopicKeys(Map<TopicPartition, Long> ends, long calls, long rows) {

  /** Reads the topic to its present end. */
  static TopicKeys read(String servers, String topic) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Set<List<String>> rows = new HashSet<>();
    long calls = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers, topic)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          JsonNode event = json.readTree(record.value());
          rows.add(
              List.of(text(event, "tenant_id"), text(event, "provider"), text(event, "model")));
          calls++;
        }
      }
      return new TopicKeys(ends, calls, rows.size());
    }
  }

  private static String text(JsonNode event, String field) {
    return event.path(field).asText();
  }

  /** Whether the group has committed all offsets up to the ends. */
  boolean areReadBy(String servers, String group) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(servers, group)) {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(ends.keySet());
      return ends.entrySet().stream()
          .allMatch(
              end -> {
                OffsetAndMetadata offset = committed.get(end.getKey());
                return offset != null && offset.offset() >= end.getValue();
              });
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String servers, String group) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", servers, "group.id", group, "enable.auto.commit", false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
