package io.tallybeam.topic;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A real broker in a process of its own, whose data outlives a restart. */
public final class LocalKafka implements AutoCloseable {

  private static final Path CLASS_PATH =
      Path.of("..", "runners", "parts", "kafka", "target", "classpath");

  private final Path folder;
  private final int port;
  private final int controllerPort;
  private Process process;

  private LocalKafka(Path folder, int port, int controllerPort) {
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  /** A broker that keeps its data in {@code folder}. */
  public static LocalKafka start(Path folder) throws Exception {
    LocalKafka kafka;
    // Open together, so that they differ.
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      kafka = new LocalKafka(folder, one.getLocalPort(), other.getLocalPort());
    }
    kafka.format();
    kafka.start();
    return kafka;
  }

  private void format() throws Exception {
    List<String> properties =
        List.of(
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@localhost:" + controllerPort,
            "controller.listener.names=CONTROLLER",
            "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs=" + folder.resolve("data"),
            "offsets.topic.replication.factor=1",
            "offsets.topic.num.partitions=1",
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "transaction.state.log.num.partitions=1",
            "group.initial.rebalance.delay.ms=0",
            "log.retention.ms=-1",
            "log.cleaner.dedupe.buffer.size=16777216");
    Files.createDirectories(folder);
    Files.write(folder.resolve("kafka.properties"), properties);
    // Kafka's own ids do not start with what its command line takes for an option.
    Process format =
        java(
            "kafka.tools.StorageTool",
            "format",
            "--config",
            properties(),
            "-t",
            Uuid.randomUuid().toString());
    if (format.waitFor() != 0) {
      throw new AssertionError(Files.readString(log()));
    }
  }

  private String properties() {
    return folder.resolve("kafka.properties").toString();
  }

  private Path log() {
    return folder.resolve("kafka.log");
  }

  private Process java(String... command) throws IOException {
    List<String> all =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dlog4j2.level=warn"),
                Stream.of(command))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("CLASSPATH", Files.readString(CLASS_PATH).strip());
    return builder.start();
  }

  /** Starts it, again if need be, and waits until it answers. */
  public void start() throws Exception {
    process = java("kafka.Kafka", properties());
    for (int attempt = 0; attempt < 60; attempt++) {
      try (Admin admin = admin()) {
        admin.describeCluster().nodes().get();
        return;
      } catch (ExecutionException e) {
        if (!process.isAlive()) {
          break;
        }
      }
    }
    kill();
    throw new AssertionError("the broker does not start: " + Files.readString(log()));
  }

  /** Ends it as kill -9 does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its address. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** A client for administration. */
  public Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            2_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) Duration.ofSeconds(5).toMillis()));
  }

  /** Makes a topic. */
  public void create(String topic, int partitions) throws Exception {
    create(topic, partitions, Map.of());
  }

  /** Makes a topic with some settings. */
  void create(String topic, int partitions, Map<String, String> configs) throws Exception {
    NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(configs);
    try (Admin admin = admin()) {
      admin.createTopics(List.of(made)).all().get();
    }
  }

  /** Deletes a topic, and makes another of its name when it is gone. */
  public void recreate(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        Thread.sleep(100);
      }
    }
    create(topic, partitions);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
