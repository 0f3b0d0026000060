package io.tallybeam.packages;

import io.tallybeam.faults.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the build makes of a runner. */
record PackagedJar(String runner, Path file) {

  private static final Path RUNNERS = Path.of("../..").toAbsolutePath().normalize();

  /** Every runner's: a new one is found by its main. */
  static Stream<PackagedJar> all() throws IOException {
    try (Stream<Path> folders = Files.list(RUNNERS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("src/main/resources/main-class")))
          .map(folder -> of(folder.getFileName().toString()))
          .toList()
          .stream();
    }
  }

  static PackagedJar of(String runner) {
    try (Stream<Path> files = Files.list(RUNNERS.resolve(runner).resolve("target/package"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      if (jars.size() != 1) {
        throw new AssertionError("one jar of " + runner + ", not " + jars);
      }
      return new PackagedJar(runner, jars.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code java -jar} with no more of an environment than {@code environment}. */
  Launched run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-jar", file.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return Launched.of(builder);
  }
}
