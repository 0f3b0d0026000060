package io.tallybeam.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.launch.Launcher;
import io.tallybeam.launch.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill for a cluster that is not there. */
class NoClusterTest {

  private static final String EVENT =
      "{\"tenant_id\":\"t\",\"timestamp\":\"2023-11-16T18:00:00Z\",\"request_id\":\"r\"}\n";

  @TempDir Path folder;

  @Test
  void isToldInOneLineBelowWhereItWasSubmittedTo() throws Exception {
    // A client tries for a minute.
    Files.writeString(
        folder.resolve("flink-conf.yaml"), "rest.retry.max-attempts: 0\nrest.retry.delay: 1\n");
    Path input = Files.writeString(folder.resolve("in.ndjson"), EVENT);
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String[] args = {
      "backfill",
      "--input=" + input,
      "--warehouse=" + folder.resolve("warehouse"),
      "--flinkMaster=localhost:" + free,
      "--flinkConfDir=" + folder
    };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit;
    try (PrintStream stream = new PrintStream(err, true, UTF_8)) {
      exit =
          new Launcher(
                  "flink",
                  List.of(new BackfillCommand()),
                  FlinkMain.defaults(Optional.empty(), args),
                  new Terminal(stream, stream, false))
              .run(args);
    }

    assertThat(
        err.toString(UTF_8).lines().toList(),
        contains(
            startsWith(
                "Submitting tallybeam-backfill to http://localhost:" + free + "; it goes on"),
            is("error: --flinkMaster=localhost:" + free + ": no Flink cluster answers there")));
    assertThat(exit, is(Launcher.USER_ERROR));
  }
}
