package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCheckTest {

  @TempDir static Path folder;
  private static LocalKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = LocalKafka.start(folder);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    kafka.close();
  }

  @Test
  void saysHowManyPartitionsThereAreWhatIsGoneAndWhereTheyEnd() throws Exception {
    kafka.create("gone", 3);
    TopicCheck empty = TopicCheck.of(settings("gone", Map.of()));
    assertThat(empty, is(new TopicCheck(empty.id(), 3, Map.of(), Map.of(0, 0L, 1, 0L, 2, 0L))));
    try (Producing producing = new Producing(kafka, "gone")) {
      producing.calls(1, 1, 2, 3);
    }
    delete("gone", 1, 2);
    assertThat(
        TopicCheck.of(settings("gone", Map.of())),
        is(new TopicCheck(empty.id(), 3, Map.of(1, 2L), Map.of(0, 0L, 1, 3L, 2, 0L))));
  }

  @Test
  void saysFromWhenOnNothingIsGone() throws Exception {
    kafka.create("cut", 3);
    try (Producing producing = new Producing(kafka, "cut")) {
      for (long time = 1_000; time <= 5_000; time += 1_000) {
        producing.send(0, time, "a");
        producing.send(1, time + 500, "b");
        producing.send(2, time + 9_000, "c");
      }
    }
    TopicSettings settings = settings("cut", Map.of());
    assertThat(TopicCheck.of(settings).keptSince(settings), is(1_000L));
    delete("cut", 0, 1);
    delete("cut", 1, 3);
    assertThat(TopicCheck.of(settings).keptSince(settings), is(4_500L));

    long before = System.currentTimeMillis();
    delete("cut", 0, 5);
    assertThat(TopicCheck.of(settings).keptSince(settings), is(greaterThanOrEqualTo(before)));
  }

  /** The records of a minute before may hold events of the time that is asked for. */
  @Test
  void saysWhereAStreamBegins() throws Exception {
    kafka.create("begun", 3);
    try (Producing producing = new Producing(kafka, "begun")) {
      for (long time = 1_000_000; time <= 1_200_000; time += 50_000) {
        producing.send(0, time, "a");
      }
      producing.send(1, 2_000_000L, "b");
    }
    TopicTimes times = TestTopic.TIMES;
    long ahead = times.aheadTolerance().toMillis();

    TopicSettings all = settings("begun", Map.of());
    assertThat(TopicCheck.of(all).starts(all, times), is(Map.of(0, 0L, 1, 0L, 2, 0L)));
    TopicSettings some =
        new TopicSettings(kafka.bootstrapServers(), "begun", "g", 1_100_000 + ahead, Map.of());
    assertThat(TopicCheck.of(some).starts(some, times), is(Map.of(0, 2L, 1, 0L, 2, 0L)));
    TopicSettings late =
        new TopicSettings(kafka.bootstrapServers(), "begun", "g", 1_200_001 + ahead, Map.of());
    assertThat(TopicCheck.of(late).starts(late, times), is(Map.of(0, 5L, 1, 0L, 2, 0L)));
  }

  /** The name says nothing of it. */
  @Test
  void tellsATopicFromOneThatWasMadeAnew() throws Exception {
    kafka.create("anew", 1);
    TopicCheck first = TopicCheck.of(settings("anew", Map.of()));
    assertThat(TopicCheck.of(settings("anew", Map.of())), is(first));

    kafka.recreate("anew", 1);

    TopicCheck second = TopicCheck.of(settings("anew", Map.of()));
    assertThat(second.ends(), is(first.ends()));
    assertThat(second.id(), is(not(first.id())));
  }

  private static void delete(String topic, int partition, long before) throws Exception {
    try (Admin admin = kafka.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  @Test
  void aTopicThatIsNotThereIsSaid() {
    for (String topic : List.of("missing", "not a name")) {
      assertThat(
          mistake(settings(topic, Map.of())),
          allOf(
              containsString("--topic=" + topic),
              containsString("no such topic"),
              containsString(kafka.bootstrapServers())));
    }
  }

  @Test
  void noBrokerIsSaid() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    for (String servers : List.of("localhost:" + free, "localhost", "no-such-host.invalid:1")) {
      TopicSettings settings =
          new TopicSettings(servers, "t", "g", TopicSettings.EARLIEST, Map.of());
      assertThat(mistake(settings), containsString("--bootstrapServers=" + servers));
    }
  }

  @Test
  void aBrokerThatSpeaksAnotherProtocolIsSaid() {
    assertThat(
        mistake(settings("t", Map.of("security.protocol", "SSL"))),
        allOf(
            containsString("--bootstrapServers=" + kafka.bootstrapServers()),
            containsString("--clientProperties")));
  }

  /** Before a broker is asked: a worker would have told it late, and over and over. */
  @Test
  void aPropertyThatCannotBeIsNotBlamedOnTheBroker() {
    assertThat(
        mistake(settings("t", Map.of("max.poll.records", "many"))),
        startsWith("--clientProperties: Invalid value many for configuration max.poll.records"));
    assertThat(
        mistake(
            settings(
                "t",
                Map.of(
                    "security.protocol",
                    "SSL",
                    "ssl.truststore.location",
                    folder.resolve("none").toString()))),
        allOf(
            startsWith("--clientProperties: "), containsString(folder.resolve("none").toString())));
  }

  private static TopicSettings settings(String topic, Map<String, String> client) {
    return new TopicSettings(kafka.bootstrapServers(), topic, "g", TopicSettings.EARLIEST, client);
  }

  private static String mistake(TopicSettings settings) {
    String message = assertThrows(UserError.class, () -> TopicCheck.of(settings)).getMessage();
    assertThat(message, not(containsString("\n")));
    return message;
  }
}
