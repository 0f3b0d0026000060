package io.tallybeam.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.tallybeam.faults.CatalogProxy;
import io.tallybeam.faults.Launched;
import io.tallybeam.faults.Servers;
import io.tallybeam.faults.StreamJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in the hands of {@code flink run}, and secrets that are given to it by reference. */
class FlinkRunTest {

  private static final String TOPIC = "calls";
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password=";

  @TempDir static Path temp;
  private static Path folder;
  private static Servers servers;
  private static CatalogProxy proxy;
  private static FlinkRun flink;

  @BeforeAll
  static void start() throws Exception {
    folder = temp.toRealPath();
    servers = Servers.start(folder);
    proxy = new CatalogProxy(servers.catalogAddress());
    flink = new FlinkRun(folder.resolve("flink/conf"), folder.resolve("client.log"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      servers.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void aBackfillEndsWithItsSummaryAndAMistakeWithTwo() throws Exception {
    Path input = Files.writeString(folder.resolve("in.ndjson"), event(18) + event(19));
    Launched run =
        flink.run(List.of(), "backfill", "--input=" + input, "--warehouse=" + folder.resolve("wh"));
    assertThat(run.toString(), run.exit(), is(0));
    assertThat(run.out(), containsString("Backfill done: 2 events"));

    Launched mistake = flink.run(List.of(), "backfill", "--window=7m");
    assertThat(mistake.exit(), is(2));
    assertThat(mistake.err(), containsString("error: --window=7m"));

    Launched dropped = flink.run(List.of(), "streaming", "--savepointPath=/s");
    assertThat(dropped.exit(), is(2));
    assertThat(dropped.err(), containsString("--savepointPath=/s: only a cluster named by"));
  }

  @Test
  void aStreamInItsOwnProcessEndsAMistakeWithTwo() throws Exception {
    send(event(18));
    Launched mistake =
        flink.runAlone(
            "streaming",
            "--bootstrapServers=" + servers.bootstrapServers(),
            "--topic=" + TOPIC,
            "--warehouse=" + folder.resolve("alone"),
            "--checkpointingInterval=-5");
    assertThat(mistake.toString(), mistake.exit(), is(2));
    assertThat(mistake.err(), containsString("error: Flink does not take the options: "));
  }

  /** The cluster's restart strategy would try them for ever. */
  @Test
  void aBackfillThatCannotWorkEnds() throws Exception {
    String warehouse = "--warehouse=" + folder.resolve("none");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(event(18).repeat(1000).getBytes(UTF_8));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    Path cut = Files.write(folder.resolve("cut.ndjson.gz"), half);
    Launched mistake = flink.run(List.of(), "backfill", "--input=" + cut, warehouse);
    assertThat(mistake.toString(), mistake.exit(), is(2));
    assertThat(mistake.err(), containsString("error: " + cut));

    Path rejects = Files.writeString(folder.resolve("rejects.ndjson"), event(18) + "no event\n");
    Launched stopped = flink.run(List.of(), "backfill", "--input=" + rejects, warehouse);
    assertThat(stopped.toString(), stopped.exit(), is(1));
    assertThat(stopped.err(), containsString("--rejectsAllowed"));
  }

  @Test
  void secretsAreReadByWorkersAndAreNowhereElse() throws Exception {
    String token = secret();
    String password = secret();
    // Random too: that it is found shows that a secret in its place would be.
    String reference = secret();
    Path secrets = Files.createDirectory(folder.resolve(reference));
    Files.writeString(secrets.resolve("token"), token);
    Path client = client(secrets, "before", password);
    send(event(10));
    Leaks leaks = new Leaks();

    StreamJob first = stream(leaks, "first", secrets, client, List.of("--detached"));
    first.awaitCheckpoint(0);
    proxy.clear();
    send(event(12));
    proxy.awaitHeader("x-canary-token", token);
    String savepoint = first.stop();

    // A savepoint keeps the sources of its job: what is read is that of the new one.
    Files.delete(client);
    Files.delete(secrets.resolve("before.jaas"));
    Path moved = client(secrets, "after", password);
    StreamJob second =
        stream(leaks, "second", secrets, moved, List.of("--detached", "-s", savepoint));
    second.awaitCheckpoint(0);
    assertThat(second.answer("/checkpoints"), containsString(savepoint));
    leaks.addFiles(folder.resolve("flink/high-availability"));
    leaks.addFiles(folder.resolve("flink/checkpoints"));

    // What Kafka refuses, it quotes.
    Files.writeString(secrets.resolve("after.jaas"), "no login " + password);
    // Both: the job may run in either.
    servers.flink().kill("taskmanager-1");
    servers.flink().kill("taskmanager-2");
    servers.startAll();
    second.awaitFailure("sasl.jaas.config is not what Kafka expects there");
    for (String path :
        List.of(
            "",
            "/config",
            "/plan",
            "/exceptions",
            "/checkpoints",
            "/checkpoints/config",
            "/accumulators",
            "/jobmanager/config")) {
      leaks.add("rest:" + path, second.answer(path));
    }
    second.cancel();
    leaks.addFiles(folder.resolve("flink"));
    leaks.addFiles(folder.resolve("catalog"));
    leaks.addFiles(folder.resolve("kafka"));
    leaks.add("client.log", Files.readString(folder.resolve("client.log")));

    assertThat(leaks.placesOf(token), is(empty()));
    assertThat(leaks.placesOf(password), is(empty()));
    List<String> shown = leaks.placesOf(reference);
    assertThat(shown, hasItem("rest:/config"));
    assertThat(shown, hasItem(Matchers.containsString("submittedJobGraph")));
  }

  /** Properties of a client that reads its login from a file beside them. */
  private static Path client(Path folder, String name, String password) throws IOException {
    Path jaas = Files.writeString(folder.resolve(name + ".jaas"), LOGIN + "\"" + password + "\";");
    return Files.writeString(folder.resolve(name), "sasl.jaas.config=file:" + jaas + "\n");
  }

  private static StreamJob stream(
      Leaks leaks, String name, Path secrets, Path client, List<String> options) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-p", "2"));
    Launched run =
        flink.run(
            all,
            "streaming",
            "--jobName=" + name,
            "--bootstrapServers=" + servers.bootstrapServers(),
            "--topic=" + TOPIC,
            "--clientProperties=" + client,
            "--catalogProperties=type=rest,uri="
                + proxy.address()
                + ",header.x-canary-token=file:"
                + secrets.resolve("token"),
            "--watermarkDelay=1s",
            "--commitInterval=0.3s",
            "--rollUpInterval=0s",
            "--checkpointingInterval=1000");
    assertThat(run.toString(), run.exit(), is(0));
    assertThat(run.out(), containsString("Submitted " + name));
    leaks.add(name + ".out", run.out());
    leaks.add(name + ".err", run.err());
    return StreamJob.find(servers.flinkAddress(), name);
  }

  private static void send(String event) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, event.getBytes(UTF_8))).get();
    }
  }

  private static String event(int hour) {
    return "{\"tenant_id\":\"t\",\"request_id\":\"r"
        + hour
        + "\",\"timestamp\":\"2023-11-16T"
        + hour
        + ":00:00Z\"}\n";
  }

  private static String secret() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
