package io.tallybeam.packages;

import io.tallybeam.faults.Launched;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Flink's own {@code flink run}, which Flink's script starts so too. */
record FlinkRun(Path conf, Path log) {

  private static final Path PARTS = Path.of("..").toAbsolutePath().normalize();

  /**
   * Runs the jar to the end of its main.
   *
   * @param options of Flink
   * @param args of the jar
   */
  Launched run(List<String> options, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(flink());
    command.add("org.apache.flink.client.cli.CliFrontend");
    command.add("run");
    command.addAll(options);
    command.add(PackagedJar.of("flink").file().toString());
    command.addAll(List.of(args));
    return java(command);
  }

  /** Runs the main of the jar with a Flink of its own. */
  Launched runAlone(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(flink() + File.pathSeparator + PackagedJar.of("flink").file());
    command.add("io.tallybeam.flink.FlinkMain");
    command.addAll(List.of(args));
    return java(command);
  }

  private static String flink() throws IOException {
    return Files.readString(PARTS.resolve("flink/target/classpath")).strip();
  }

  private Launched java(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Dlog.file=" + log);
    command.add("-Dlog4j2.configurationFile=" + PARTS.resolve("log4j2.properties"));
    command.add("-cp");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    return Launched.of(builder);
  }
}
