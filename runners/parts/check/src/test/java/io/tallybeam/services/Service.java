package io.tallybeam.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One service in a folder, by the script; closing it stops what runs. */
public record Service(String name, Path folder) implements AutoCloseable {

  private static final Path SCRIPT = Path.of("../../services").toAbsolutePath().normalize();

  /** What a call of the script came to. */
  public record Answer(int exit, String out, String err) {}

  public Answer start(String... options) throws IOException, InterruptedException {
    return start(Map.of(), options);
  }

  /** The same with more in its environment. */
  public Answer start(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return inFolder("start", environment, options);
  }

  public Answer stop() throws IOException, InterruptedException {
    return inFolder("stop", Map.of());
  }

  public Answer status() throws IOException, InterruptedException {
    return inFolder("status", Map.of());
  }

  /** As {@code kill -9} does; returns when the process is gone. */
  public void kill(String process) throws IOException, InterruptedException {
    ProcessHandle handle = process(process);
    handle.destroyForcibly();
    // Not onExit: where nobody takes note of a dead process it is listed for ever, without a
    // command.
    while (handle.info().command().isPresent()) {
      Thread.sleep(20);
    }
  }

  ProcessHandle process(String process) throws IOException {
    long id = Long.parseLong(Files.readString(folder.resolve(process + ".pid")).strip());
    return ProcessHandle.of(id).orElseThrow();
  }

  private Answer inFolder(String action, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(name, action, "--folder=" + folder));
    arguments.addAll(List.of(options));
    return call(environment, arguments.toArray(String[]::new));
  }

  /** From a directory that is not the repository's. */
  static Answer call(String... arguments) throws IOException, InterruptedException {
    return call(Map.of(), arguments);
  }

  private static Answer call(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("services", ".out");
    Path err = Files.createTempFile("services", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      // What is killed every few seconds is not worth the second compiler.
      builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
      Process process = builder.start();
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("no end of " + command + ": " + Files.readString(err));
      }
      return new Answer(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** A port that is free, and the next one too. */
  public static int freePorts() throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket first = listen(0)) {
        int port = first.getLocalPort();
        if (port < 65534) {
          listen(port + 1).close();
          return port;
        }
      } catch (BindException taken) {
        // Another pair.
      }
    }
    throw new IOException("no two ports side by side");
  }

  static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("localhost"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stop();
  }
}
