package io.tallybeam.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main in a process of its own: its exit code, and what it leaves behind. */
final class DirectMainTest {

  @TempDir Path folder;

  private record Outcome(int exit, List<String> out, List<String> err) {}

  @Test
  void endsWithZeroAndLeavesNoSpilledData() throws Exception {
    Path input =
        Files.writeString(
            folder.resolve("in.ndjson"),
            "{\"tenant_id\":\"t\",\"timestamp\":\"2023-11-16T18:00:00Z\",\"request_id\":\"r\"}\n");

    Outcome outcome = run("backfill", "--input=" + input, "--warehouse=" + folder.resolve("wh"));

    assertThat(
        outcome.err.stream().filter(line -> !line.startsWith("Reading ")).toList(), is(empty()));
    assertThat(outcome.exit, is(0));
    assertThat(outcome.out, hasItem(startsWith("Backfill done: 1 events")));
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(
          left.filter(path -> path.getFileName().toString().startsWith("tallybeam")).toList(),
          is(empty()));
    }
  }

  @Test
  void endsWithTwoAndOneLineAfterAMistake() throws Exception {
    Outcome outcome = run("backfill", "--window=7m");

    assertThat(outcome.exit, is(2));
    assertThat(outcome.err, contains(startsWith("error: --window=7m")));
    assertThat(outcome.out, is(empty()));
  }

  @Test
  void refusesToRunWithoutAWorker() throws Exception {
    for (String pipeline : List.of("backfill", "generate")) {
      Outcome outcome = run(pipeline, "--targetParallelism=0");

      assertThat(outcome.exit, is(2));
      assertThat(
          outcome.err, contains("error: --targetParallelism=0: expected a number from 1 to 1024"));
      assertThat(outcome.out, is(empty()));
    }
  }

  /** A worker more wants heap for what it holds, and more processors do not bring any. */
  @Test
  void thereAreNoMoreWorkersThanTheHeapSufficesFor() {
    long gigabyte = 1L << 30;
    assertThat(DirectMain.workers(1, 2 * gigabyte), is(1));
    assertThat(DirectMain.workers(2, gigabyte / 4), is(2));
    assertThat(DirectMain.workers(4, 2 * gigabyte), is(4));
    assertThat(DirectMain.workers(64, 2 * gigabyte), is(8));
    assertThat(DirectMain.workers(64, 64 * gigabyte), is(64));
  }

  private Outcome run(String... args) throws Exception {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + tmp);
    command.add(DirectMain.class.getName());
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .put(
            "CLASSPATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    int exit = builder.start().waitFor();
    return new Outcome(exit, Files.readAllLines(out), Files.readAllLines(err));
  }
}
