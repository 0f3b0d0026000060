package io.tallybeam.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started and has ended. */
public record Launched(int exit, String out, String err) {

  private static final Path RUNNERS = Path.of("../..").toAbsolutePath().normalize();

  /** Runs {@code args} on a runner to the end, as {@code runners/run} does. */
  static Launched of(String runner, List<String> args) throws IOException, InterruptedException {
    Path target = RUNNERS.resolve(runner).resolve("target");
    Path classes = target.resolve("classes");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Files.exists(classes.resolve("jvm-args"))) {
      command.addAll(Files.readAllLines(classes.resolve("jvm-args")));
    }
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.add("-Dtallybeam.build=" + target);
    command.add("-cp");
    command.add(classes + ":" + Files.readString(target.resolve("classpath")).strip());
    command.add(Files.readString(classes.resolve("main-class")).strip());
    command.addAll(args);
    return of(new ProcessBuilder(command));
  }

  /** Starts a process, and waits for its end. */
  public static Launched of(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile("launched", ".out");
    Path err = Files.createTempFile("launched", ".err");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("no end of " + builder.command() + ": " + Files.readString(err));
      }
      return new Launched(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
