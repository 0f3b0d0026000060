package io.tallybeam.faults;

import io.tallybeam.services.Service;
import java.io.IOException;
import java.nio.file.Path;

/** A broker, a catalog and a Flink cluster of two TaskManagers, each a process or several. */
public record Servers(
    Service kafka, int kafkaPort, Service catalog, int catalogPort, Service flink, int flinkPort)
    implements AutoCloseable {

  /** Starts all in {@code folder}. */
  public static Servers start(Path folder) throws IOException, InterruptedException {
    Servers servers =
        new Servers(
            new Service("kafka", folder.resolve("kafka")),
            Service.freePorts(),
            new Service("catalog", folder.resolve("catalog")),
            Service.freePorts(),
            new Service("flink", folder.resolve("flink")),
            Service.freePorts());
    try {
      servers.startAll();
    } catch (IOException | InterruptedException | AssertionError e) {
      // Those that came up would outlive the tests.
      servers.close();
      throw e;
    }
    return servers;
  }

  /** Starts what does not run. */
  public void startAll() throws IOException, InterruptedException {
    check(kafka.start("--port=" + kafkaPort));
    check(catalog.start("--port=" + catalogPort));
    check(flink.start("--port=" + flinkPort, "--slots=2", "--taskMemory=1600m"));
  }

  /** Starts Flink anew: jobs that were submitted before leave their classes in its processes. */
  void startFlinkAnew() throws IOException, InterruptedException {
    check(flink.stop());
    startAll();
  }

  private static void check(Service.Answer answer) {
    if (answer.exit() != 0) {
      throw new AssertionError(answer.err() + answer.out());
    }
  }

  public String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  public String catalogAddress() {
    return "http://localhost:" + catalogPort;
  }

  public String flinkAddress() {
    return "localhost:" + flinkPort;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    flink.close();
    catalog.close();
    kafka.close();
  }
}
