package io.tallybeam.topic;

import io.tallybeam.error.RunStopped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes records to a topic, each once and in order, and counts those that all replicas in sync
 * have.
 */
public final class TopicProducer implements AutoCloseable {

  private final TopicTarget target;
  private final Producer<byte[], byte[]> producer;
  private final LongAdder acknowledged = new LongAdder();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** A producer for a topic. */
  public TopicProducer(TopicTarget target) {
    this.target = target;
    this.producer = new KafkaProducer<>(properties(target.settings()));
  }

  private static Map<String, Object> properties(TopicSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    // Each partition gets its turn often: wait a little, so that there are few and large requests.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    // A restart of the broker is waited for, and no more.
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    properties.putAll(ClientProperties.resolve(settings.client()));
    properties.keySet().retainAll(ProducerConfig.configNames());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A broker takes any number for a partition's first batch (KAFKA-15591). So of two on their way
    // to a new topic the second can come to lie before the first, which is refused from then on.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return properties;
  }

  /**
   * Writes a record without a key, at some time before {@link #finish} returns.
   *
   * @throws RunStopped if the broker refused this or an earlier record, or does not answer
   */
  public void send(int partition, byte[] value) {
    throwFailure();
    try {
      // What goes wrong comes to the callback.
      Future<?> unused =
          producer.send(
              new ProducerRecord<>(target.settings().topic(), partition, null, value),
              (metadata, error) -> count(error));
    } catch (KafkaException e) {
      count(e);
      throwFailure();
    }
  }

  /** How many records the broker has acknowledged so far. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /**
   * Waits until all records are acknowledged.
   *
   * @throws RunStopped if the broker refused one, or does not answer
   */
  public void finish() {
    producer.flush();
    throwFailure();
  }

  private void count(@Nullable Exception error) {
    if (error == null) {
      acknowledged.increment();
    } else {
      failure.compareAndSet(null, error);
    }
  }

  private void throwFailure() {
    Exception error = failure.get();
    if (error != null) {
      throw new RunStopped(
          String.format(
              "topic %s took %,d events, then: %s",
              target.settings().topic(), acknowledged(), error.getMessage()),
          error);
    }
  }

  /** Gives up what is not acknowledged yet. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
