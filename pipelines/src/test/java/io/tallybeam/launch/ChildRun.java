package io.tallybeam.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.catalog.EdgeCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A command line in a process of its own, which stops at one moment and waits to go on. */
public final class ChildRun implements AutoCloseable {

  /** The edge of the catalog in the process. */
  public static final String EDGE = "child";

  private static final String REACHED = "reached";

  private final Process process;
  private final BufferedReader out;

  private ChildRun(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
  }

  /**
   * Starts a command line, which uses a catalog with the edge {@link #EDGE}.
   *
   * @param moment {@code file}, {@code before} or {@code after}, a space and a table: before a file
   *     of the table is started, or before or after the first commit to it
   * @param log takes what it says on its standard error
   */
  public static ChildRun start(String moment, Path log, List<String> args) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    ChildRun.class.getName(),
                    moment),
                args.stream())
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    return new ChildRun(builder.start());
  }

  /** Waits until it stands at its moment. */
  public void awaitMoment() throws IOException {
    for (String line = out.readLine(); !REACHED.equals(line); line = out.readLine()) {
      if (line == null) {
        throw new AssertionError("the process ended before its moment");
      }
    }
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it go on, and gives its exit code. */
  public int goOn() throws IOException, InterruptedException {
    process.getOutputStream().close();
    while (out.readLine() != null) {
      // What it prints would fill its pipe.
    }
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    out.close();
  }

  /** The process. */
  public static void main(String[] args) {
    String[] moment = args[0].split(" ", 2);
    EdgeCatalog.define(EDGE, new Moment(moment[0], moment[1]));
    int exit =
        new Launcher(
                "direct",
                List.of(new BackfillCommand()),
                CommandLine.DEFAULTS,
                new Terminal(System.out, System.err, false))
            .run(Arrays.copyOfRange(args, 1, args.length));
    System.exit(exit);
  }

  private record Moment(String when, String table, AtomicBoolean passed)
      implements EdgeCatalog.Edge {

    Moment(String when, String table) {
      this(when, table, new AtomicBoolean());
    }

    @Override
    public void commit(String name, Runnable commit) {
      stop("before", name);
      commit.run();
      stop("after", name);
    }

    @Override
    public void file(String name) {
      stop("file", name);
    }

    private void stop(String at, String name) {
      if (at.equals(when) && name.equals(table) && passed.compareAndSet(false, true)) {
        System.out.println(REACHED);
        System.out.flush();
        try {
          new InputStreamReader(System.in, UTF_8).read();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
