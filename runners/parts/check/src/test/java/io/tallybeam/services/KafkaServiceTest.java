package io.tallybeam.services;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.services.Service.Answer;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServiceTest {

  private static final TopicPartition CALLS = new TopicPartition("calls", 2);

  @TempDir Path temp;

  @Test
  void keepsTopicsAndRecordsBetweenStarts() throws Exception {
    int port = Service.freePorts();
    Map<String, Object> client = Map.of("bootstrap.servers", "localhost:" + port);
    try (Service kafka = new Service("kafka", temp.resolve("a broker"))) {
      Answer first = kafka.start("--port=" + port);
      assertEquals(0, first.exit(), first.err());
      assertThat(first.out(), startsWith("kafka runs at localhost:"));
      try (Admin admin = Admin.create(client)) {
        admin
            .createTopics(List.of(new NewTopic("calls", Optional.of(3), Optional.empty())))
            .all()
            .get();
      }
      try (var producer =
          new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        // Of 2023: a record older than any usual retention stays.
        producer.send(new ProducerRecord<>("calls", 2, 1_700_000_000_000L, "k", "hello")).get();
      }
      Answer again = kafka.start();
      assertEquals(0, again.exit(), again.err());
      assertThat(again.out(), startsWith("kafka runs already at localhost:"));

      assertEquals(0, kafka.stop().exit());
      assertThrows(ConnectException.class, () -> new Socket("localhost", port).close());
      assertEquals(3, kafka.status().exit());

      assertEquals(0, kafka.start("--port=" + port).exit());
      assertEquals("hello", firstOf(client));
      kafka.kill("kafka");
      assertEquals(3, kafka.status().exit());
      Answer stopped = kafka.stop();
      assertEquals(0, stopped.exit(), stopped.err());
      assertThat(stopped.out(), containsString("does not run"));
    }
  }

  private static String firstOf(Map<String, Object> client) {
    var text = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(client, text, text)) {
      consumer.assign(List.of(CALLS));
      consumer.seekToBeginning(List.of(CALLS));
      for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofSeconds(30))) {
        return found.value();
      }
    }
    return "nothing";
  }
}
