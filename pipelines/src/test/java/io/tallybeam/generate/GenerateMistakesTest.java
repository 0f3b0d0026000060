package io.tallybeam.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tallybeam.launch.CommandLine;
import io.tallybeam.launch.CommandLine.Outcome;
import io.tallybeam.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that are seen before anything is written. */
final class GenerateMistakesTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("classes"), "interceptor.classes=io.example.Leak\n");
    Files.writeString(folder.resolve("password"), "ssl.truststore.password=secret\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          --output=FOLDER/out --events=0; --events=0
          --output=FOLDER/out --duration=0s; --duration=0s
          --output=FOLDER/out --compression=rar; --compression=rar
          --output=FOLDER/out --files=0; --files=0
          --output=FOLDER/out --from=today; --from=today
          --output=none://x; --output=none://x
          --output=~/out; --output=~/out: the shell does not expand ~ here
          --output=FOLDER/classes/out; --output=FOLDER/classes/out
          --output=FOLDER/out --rate=5; --rate: is for a topic
          --output=FOLDER/out --partitions=5; --partitions: is for a topic
          --output=FOLDER/out --live; --live: is for a topic
          --output=FOLDER/out --clientProperties=x; --clientProperties: is for a topic
          --bootstrapServers=localhost:1 --files=4; --files: is for files, and not for a topic
          --bootstrapServers=localhost:1 --compression=gz; --compression: is for files
          --output=FOLDER/out --bootstrapServers=h:1; --output and --bootstrapServers
          --bootstrapServers=h:1 --live; --live: give --rate=N
          --bootstrapServers=h:1 --rate=-1; --rate=-1
          --bootstrapServers=h:1 --rate=5 --events=0; --events=0
          --bootstrapServers=h:1 --partitions=-1; --partitions=-1
          --bootstrapServers=h:1 --clientProperties=FOLDER/none; --clientProperties=FOLDER/none
          --bootstrapServers=h:1 --clientProperties=FOLDER/classes; interceptor.classes
          --bootstrapServers=h:1 --clientProperties=FOLDER/password; is a secret
          --bootstrapServers=nonsense; --bootstrapServers=nonsense
          --bootstrapServers=localhost:1; --bootstrapServers=localhost:1
          """)
  void namesTheMistakeInOneLineAndWritesNothing(String options, String named) throws IOException {
    Outcome outcome =
        CommandLine.run(
            ("generate " + options).replace("FOLDER", folder.toString()).split(" ", -1));

    assertThat(outcome.err(), hasSize(1));
    assertThat(outcome.err().get(0), startsWith("error: "));
    assertThat(outcome.err().get(0), containsString(named.replace("FOLDER", folder.toString())));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.out(), is(empty()));
    assertThat(Files.exists(folder.resolve("out")), is(false));
  }

  @Test
  void namesAFolderThatCannotBeWrittenTo() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(kept), "root writes everywhere");

    Outcome outcome = CommandLine.run("generate", "--output=" + kept);

    assertThat(
        outcome.err(), contains("error: --output=" + kept + ": the folder cannot be written to"));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
  }

  /** Of a job that somebody cancelled, or that the runner lost sight of. */
  @Test
  void saysNothingOfFilesThatARunnerDidNotWrite() {
    Outcome outcome =
        CommandLine.run(
            "generate",
            "--output=" + folder.resolve("out"),
            "--runner=" + CancellingRunner.class.getName());

    assertThat(outcome.out(), is(empty()));
    assertThat(
        outcome.err(),
        contains(
            containsString(
                "failed: IllegalStateException: the runner ended the pipeline as CANCELLED")));
    assertThat(outcome.exit(), is(Launcher.FAILED));
  }

  @Test
  void writesFilesStill() throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        CommandLine.run("generate", "--events=10", "--files=2", "--output=" + out).done();

    assertThat(outcome.err(), is(empty()));
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.mapToLong(GenerateMistakesTest::lines).sum(), is(10L));
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
