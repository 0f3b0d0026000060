package io.tallybeam.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends one event to every partition of a topic, of a tenant of its own and at a later time: the
 * watermark passes all windows before it, and its own window stays open.
 */
final class MarkEnd {

  private MarkEnd() {}

  /** Takes {@code --bootstrapServers}, {@code --topic} and {@code --time}, in ISO-8601. */
  public static void main(String[] args) {
    Arguments arguments = Arguments.of(args);
    String topic = arguments.get("topic");
    String event =
        String.format(
            "{\"tenant_id\":\"end\",\"provider\":\"none\",\"model\":\"none\",\"timestamp\":\"%s\"}",
            arguments.get("time"));
    byte[] value = event.getBytes(StandardCharsets.UTF_8);
    Map<String, Object> properties = Map.of("bootstrap.servers", arguments.get("bootstrapServers"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        var unused = producer.send(new ProducerRecord<>(topic, partition.partition(), null, value));
      }
      producer.flush();
    }
  }
}
