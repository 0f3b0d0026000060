package io.tallybeam.dataflow;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;

import io.tallybeam.dataflow.OfflineJob.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes are one line and exit code 2, before anything is asked for or made. */
final class MistakesTest {

  private static final String CATALOG =
      "--catalogProperties=type=rest,uri=https://catalog.internal";
  private static final String BROKERS = "--bootstrapServers=kafka.internal:9092";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--region=r --tempLocation=gs://b/t --project= | --project: name",
        "--project=p --tempLocation=gs://b/t --region= | --region: name",
        "--project=p --region=r | --tempLocation: name a folder in Cloud Storage",
        "--project=p --region=r --tempLocation=/tmp | --tempLocation=/tmp: name a folder in Cloud",
      })
  void aJobNeedsAPlace(String line, String message) {
    refused(message, with(line.split(" ", -1), "backfill", CATALOG, "--input=gs://b/*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--input=gs://b/* | --warehouse=./warehouse: a local folder",
        "--input=gs://b/* --warehouse=/tmp/w | --warehouse=/tmp/w: a local folder",
        "C | --input=testdata/archive/*: a local path",
        "C --input=gs://b/a,/tmp/b/* | --input=/tmp/b/*: a local path",
        "C --input=file:/tmp/b/* | --input=file:/tmp/b/*: a local path",
        "C --input=gs://b/* --spillFolder=/tmp | --spillFolder=/tmp: Dataflow has a shuffle",
        "C,token=abc --input=gs://b/* | token is a secret: give env:NAME",
        "C,token=env:TOKEN --input=gs://b/* | token is read on the workers",
        "C,token=file:/run/token --input=gs://b/* | secret:projects/P/secrets/S/versions/V",
        "C,warehouse=file:/tmp/w --input=gs://b/* | warehouse is a local folder",
        "C,warehouse=/tmp/w --input=gs://b/* | warehouse is a local folder",
        "--catalogProperties=type=rest,uri=http://localhost:8181 --input=gs://b/* | uri is this",
        "--catalogProperties=type=jdbc,uri=jdbc:sqlite:c.db --input=gs://b/* | uri is a local file",
        "C --input=gs://b/* --window=7m | --window=7m",
      })
  void aBackfillNamesWhatWorkersSee(String line, String message) {
    refused(message, with(line.replace("C", CATALOG).split(" ", -1), "backfill"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "K | --warehouse=./warehouse: a local folder",
        "C | --bootstrapServers must not be empty",
        "C --bootstrapServers=localhost:9092 | --bootstrapServers=localhost:9092: this machine",
        "C --bootstrapServers=k:9092,127.0.0.1:9092 | 127.0.0.1:9092: this machine",
        "C K --archive=archive | --archive=archive: a local path",
        "C K --prices=testdata/prices | --prices=testdata/prices: a local path",
        "C K --dataflowServiceOptions=streaming_mode_at_least_once | calls would count twice",
      })
  void aStreamNamesWhatWorkersSee(String line, String message) {
    String[] args = line.replace("C", CATALOG).replace("K", BROKERS).split(" ", -1);
    refused(message, with(args, "streaming"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--events=1 | --output=generated: a local path, which Dataflow's workers cannot see",
        "--output=/tmp/none/of | --output=/tmp/none/of: a local path",
        "--output=file:/tmp/none/of | --output=file:/tmp/none/of: a local path",
      })
  void generatedFilesAreWhereWorkersWrite(String line, String message) {
    refused(message, with(line.split(" ", -1), "generate"));
    assertThat(Files.exists(Path.of("generated")), is(false));
    assertThat(Files.exists(Path.of("/tmp/none")), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sasl.jaas.config=env:JAAS | sasl.jaas.config is read on the workers",
        "sasl.jaas.config=file:/run/jaas | sasl.jaas.config is read on the workers",
        "sasl.jaas.config=canary | sasl.jaas.config is a secret",
        "ssl.truststore.location=/etc/trust.jks | ssl.truststore.location is a local file",
      })
  void clientPropertiesAreReadOnWorkers(String property, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), property + "\n");
    refused(
        message, with(new String[] {"--clientProperties=" + file}, "streaming", CATALOG, BROKERS));
  }

  /** What an image of one's own holds is not known here. */
  @Test
  void anImageOfOnesOwnMayHaveVariables() {
    Outcome outcome =
        run(
            "backfill",
            "--input=gs://bucket/*",
            "--sdkContainerImage=host/image",
            "--window=7m",
            CATALOG + ",token=env:TOKEN");
    assertThat(outcome.err(), containsString("--window=7m"));
  }

  private void refused(String message, String... args) {
    Outcome outcome = OfflineJob.run(args);
    assertThat(outcome.err(), allOf(containsString(message), matchesRegex("error: [^\\n]*\\n")));
    assertThat(outcome.exit(), is(2));
    assertThat(outcome.out(), is(""));
    assertThat(Files.exists(Path.of("warehouse")), is(false));
  }

  private static Outcome run(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(OfflineJob.cloud());
    args.addAll(List.of(more));
    return OfflineJob.run(args.toArray(String[]::new));
  }

  /** A command line with the place of a job, unless it has a part of one. */
  private static String[] with(String[] args, String command, String... more) {
    boolean placed = Stream.of(args).anyMatch(arg -> arg.startsWith("--project="));
    boolean region = Stream.of(args).anyMatch(arg -> arg.startsWith("--region="));
    return Stream.of(
            Stream.of(command),
            placed || region ? Stream.<String>empty() : OfflineJob.cloud().stream(),
            Stream.of(more),
            Stream.of(args).map(String::strip))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }
}
