package io.tallybeam.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Writes records to a topic. */
final class Producing implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final List<Future<?>> sent = new ArrayList<>();

  Producing(LocalKafka kafka, String topic, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    // As in TopicProducer: the first batches of a new topic would change places, now and then.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.putAll(more);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
  }

  Producing(LocalKafka kafka, String topic) {
    this(kafka, topic, Map.of());
  }

  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /**
   * Writes a value.
   *
   * @param timestamp of the record; null for now
   */
  void send(int partition, @Nullable Long timestamp, String value) {
    sent.add(
        producer.send(
            new ProducerRecord<>(topic, partition, timestamp, null, value.getBytes(UTF_8))));
  }

  /** Writes calls of these times, and returns when the broker has them. */
  void calls(int partition, long... times) throws ExecutionException, InterruptedException {
    for (long time : times) {
      send(partition, null, call(time));
    }
    settle();
  }

  /** Waits until the broker has all. */
  void settle() throws ExecutionException, InterruptedException {
    for (Future<?> one : sent) {
      one.get();
    }
    sent.clear();
  }

  static String call(long time) {
    return "{\"tenant_id\":\"t\",\"timestamp\":\"" + Instant.ofEpochMilli(time) + "\"}";
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    settle();
    producer.close();
  }
}
