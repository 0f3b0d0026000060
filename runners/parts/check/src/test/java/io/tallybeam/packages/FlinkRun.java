package io.tallybeam.packages;

import io.tallybeam.faults.Launched;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the main of the jar: by {@code flink run}, in a JobManager, or by itself. */
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
    return Launched.of(java(command, Map.of()));
  }

  /** Runs the main of the jar with a Flink of its own. */
  Launched runAlone(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(flink() + File.pathSeparator + PackagedJar.of("flink").file());
    command.add("io.tallybeam.flink.FlinkMain");
    command.addAll(List.of(args));
    return Launched.of(java(command, Map.of()));
  }

  /**
   * Runs the main of the jar in a JobManager, as in Flink's application mode.
   *
   * @param home of a Flink, with a folder usrlib for the jar
   */
  Launched runInJobManager(Path home, String... args) throws IOException, InterruptedException {
    Path jar = PackagedJar.of("flink").file();
    Files.copy(jar, Files.createDirectory(home.resolve("usrlib")).resolve(jar.getFileName()));
    List<String> command = new ArrayList<>();
    command.add(flink());
    command.add(Path.of("src/test/resources/ApplicationJobManager.java").toString());
    command.add(conf.toString());
    command.add("io.tallybeam.flink.FlinkMain");
    command.addAll(List.of(args));
    return Launched.of(java(command, Map.of("FLINK_LIB_DIR", home.resolve("lib").toString())));
  }

  private static String flink() throws IOException {
    return Files.readString(PARTS.resolve("flink/target/classpath")).strip();
  }

  private ProcessBuilder java(List<String> arguments, Map<String, String> environment) {
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
    builder.environment().putAll(environment);
    return builder;
  }
}
