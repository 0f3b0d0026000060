package io.tallybeam.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.CommandLine.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that are seen before the run, and help. */
final class LauncherTest {

  @TempDir Path folder;
  private Path input;
  private Path warehouse;

  @BeforeEach
  void write() throws IOException {
    Instant from = Instant.parse("2023-11-16T00:00:00Z");
    input = Events.write(folder.resolve("in.ndjson"), Events.calls(from, 2, 15, "tenant"));
    warehouse = folder.resolve("warehouse");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          --form=2023-11-16; form
          from=2023-11-16; from=2023-11-16
          --window=7m; --window=7m
          --window=0m; --window=0m
          --window=-15m; --window=-15m
          --window=2h; --window=2h
          --window=abc; --window=abc
          --window=; --window=
          --window=9999999999999h; --window=9999999999999h
          --from=2023-11-16; --from and --to
          --to=2023-11-16; --from and --to
          --from=2023-11-16 --to=2023-11-16; --from=2023-11-16 --to=2023-11-16
          --from=2023-11-17 --to=2023-11-16; --from=2023-11-17 --to=2023-11-16
          --from=yesterday --to=2023-11-16; --from=yesterday
          --from= --to=; "--from=: is empty; leave it out or give a value"
          --namespace; "--namespace: has no value; give --namespace=..."
          --spillFolder; "--spillFolder: has no value; give --spillFolder=..."
          --catalogProperties=; --catalogProperties=: is empty
          --prices=; --prices=: is empty
          --zone=; --zone=: is empty
          --from=2023-11-16T00:07:00Z --to=2023-11-17; --from=2023-11-16T00:07:00Z
          --from=2023-11-16 --to=2023-11-16T00:10:00Z; --to=2023-11-16T00:10:00Z
          --from=2023-11-16 --to=+300000-01-01; --to=+300000-01-01
          --from=2023-11-16 --to=+999999999-12-31; --to=+999999999-12-31
          --rejectsAllowed=abc; --rejectsAllowed=abc
          --rejectsAllowed=-1%; --rejectsAllowed=-1%
          --rejectsAllowed=1.5; --rejectsAllowed=1.5
          --rejectsAllowed=NaN; --rejectsAllowed=NaN
          --window=5m --window=15m; --window
          --zone=Mars; --zone=Mars
          --zone=Asia/Kathmandu --window=1h; --zone=Asia/Kathmandu
          --earliest=2100-01-01 --latest=2020-01-01; --earliest=2100-01-01
          --shards=-1; --shards=-1
          --shards=many; --shards=many: expected a whole number
          --shards=; --shards=: expected a whole number
          --sliceMegabytes=1.5; --sliceMegabytes=1.5: expected a whole number
          --maxLineBytes=10; --maxLineBytes=10
          --maxLineBytes=99999999999; --maxLineBytes=99999999999: expected a number nearer to 0
          --shards=-99999999999; --shards=-99999999999: expected a number nearer to 0
          --payloadLimit=-1; --payloadLimit=-1
          --sliceMegabytes=-1; --sliceMegabytes=-1
          --deduplicate=perhaps; --deduplicate=perhaps: expected true or false
          --input=FOLDER/none-*.ndjson; none-*.ndjson
          --input=FOLDER/gone/in.ndjson; gone/in.ndjson
          --input=FOLDER; FOLDER
          --input=FOLDER/in.ndjson,FOLDER/other.ndjson; other.ndjson
          --input=nowhere://bucket/in.ndjson; nowhere://bucket/in.ndjson
          --input=; input
          --warehouse=FOLDER/in.ndjson; --warehouse=FOLDER/in.ndjson
          --warehouse=FOLDER/in.ndjson/below; --warehouse=FOLDER/in.ndjson/below
          --warehouse=s3://bucket/tables; --warehouse=s3://bucket/tables
          --catalogProperties=nonsense; --catalogProperties
          --catalogProperties=type=rest,credential=abc; credential is a secret
          --catalogProperties=type=rest,s3.secret-access-key=abc; s3.secret-access-key is a secret
          --catalogProperties=type=rest,s3.session-token=abc; s3.session-token is a secret
          --catalogProperties=type=rest,gcs.oauth2.token=abc; gcs.oauth2.token is a secret
          --catalogProperties=type=rest,adls.sas-token.account=abc; adls.sas-token.account is a secret
          --catalogProperties=type=rest,header.Authorization=Bearer; header.Authorization is a secret
          --catalogProperties=type=rest,uri=https://user:abc@host; uri is a secret
          --catalogProperties=type=jdbc,uri=jdbc:postgresql://host/db?user=u&password=abc; uri is a secret
          --namespace= --catalogProperties=type=rest; --namespace=
          --namespace=a..b --catalogProperties=type=rest; --namespace=a..b
          --catalogProperties=type=rest,uri=env:TALLYBEAM_UNSET_VARIABLE; TALLYBEAM_UNSET_VARIABLE
          --catalogProperties=type=unheard; --catalogProperties: the catalog cannot be opened (
          --catalogProperties=type=unheard; Unknown catalog type: unheard
          --spillFolder=FOLDER/in.ndjson; --spillFolder=FOLDER/in.ndjson
          --spillFolder=s3://bucket/blocks; --spillFolder=s3://bucket/blocks: expected a local folder
          --spillFolder=~/blocks; --spillFolder=~/blocks: the shell does not expand ~ here
          """)
  void namesTheMistakeInOneLineAndWritesNothing(String options, String named) throws IOException {
    List<String> before = files();
    Outcome outcome =
        options.startsWith("--warehouse")
            ? CommandLine.run("backfill", "--input=" + input, here(options))
            : CommandLine.backfill(input, warehouse, words(options));

    assertThat(outcome.err(), hasSize(1));
    assertThat(outcome.err().get(0), startsWith("error: "));
    assertThat(outcome.err().get(0), containsString(here(named)));
    assertThat(outcome.exit(), is(Launcher.USER_ERROR));
    assertThat(outcome.out(), is(empty()));
    assertThat(files(), is(before));
  }

  @Test
  void namesThePipelinesWhereItIsGivenNoneOrAnother() {
    for (String[] args : new String[][] {{}, {"bakfill"}, {"--input=x"}}) {
      Outcome outcome = CommandLine.run(args);

      assertThat(outcome.exit(), is(Launcher.USER_ERROR));
      assertThat(outcome.err(), hasSize(1));
      assertThat(outcome.err().get(0), containsString("backfill"));
      assertThat(outcome.err(), everyItem(containsString(args.length == 0 ? "name" : args[0])));
    }
  }

  @Test
  void showsTheStackTraceOnlyWithVerbose() {
    Outcome verbose = CommandLine.backfill(input, warehouse, "--window=7m", "--verbose");

    assertThat(verbose.exit(), is(Launcher.USER_ERROR));
    assertThat(verbose.err(), hasItem(startsWith("\tat io.tallybeam.")));
    assertThat(verbose.err().get(verbose.err().size() - 1), startsWith("error: --window=7m"));
  }

  @Test
  void refusesAJavaInWhichHadoopFails() {
    Launcher.checkJava(17);
    Launcher.checkJava(22);
    UserError error = assertThrows(UserError.class, () -> Launcher.checkJava(23));
    assertThat(error.getMessage(), is("java is 23: Tallybeam needs 17 to 22"));
  }

  @Test
  void helpListsThePipelines() {
    for (String help : List.of("--help", "help")) {
      Outcome outcome = CommandLine.run(help);

      assertThat(outcome.exit(), is(Launcher.DONE));
      assertThat(outcome.out(), hasItem(containsString(" backfill ")));
      assertThat(outcome.err(), is(empty()));
    }
  }

  @Test
  void versionSaysWhatRuns() {
    for (String version : List.of("--version", "version")) {
      Outcome outcome = CommandLine.run(version);

      assertThat(outcome.exit(), is(0));
      assertThat(
          outcome.out(),
          contains(
              matchesRegex("tallybeam +\\d+\\.\\d+\\.\\d+.*"),
              matchesRegex("runner +direct"),
              matchesRegex("beam +2\\..*"),
              matchesRegex("iceberg +1\\..*"),
              matchesRegex("java +\\d+.*")));
      assertThat(outcome.err(), is(empty()));
    }
  }

  @Test
  void helpListsEveryOptionWithItsDefaultAndRunsNothing() throws IOException {
    List<String> before = files();
    Outcome outcome = CommandLine.backfill(input, warehouse, "--help");

    assertThat(outcome.exit(), is(Launcher.DONE));
    assertThat(outcome.err(), is(empty()));
    assertThat(files(), is(before));
    List<Method> options =
        Arrays.stream(new BackfillCommand().options().getMethods())
            .filter(method -> method.isAnnotationPresent(Description.class))
            .filter(method -> method.getDeclaringClass().getName().startsWith("io.tallybeam"))
            .toList();
    assertThat(options.size(), is(greaterThan(15)));
    for (Method option : options) {
      String name = option.getName().replaceFirst("^(get|is)", "");
      String start =
          "  --" + name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
      assertThat(outcome.out(), hasItem(startsWith(start + "=")));
      String line = outcome.out().stream().filter(l -> l.startsWith(start + "=")).findFirst().get();
      String value = defaultOf(option);
      assertThat(
          line,
          value.isEmpty()
              ? not(containsString("default"))
              : containsString("(default " + value + ")"));
    }
    assertThat(String.join(" ", outcome.out()), containsString("testdata/archive/*"));
  }

  @Test
  void saysWhatHelpsWhereTheHeapIsFull() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit;
    try (PrintStream stream = new PrintStream(err, true, UTF_8)) {
      exit =
          new Launcher(
                  "direct",
                  List.of(new FullHeap()),
                  CommandLine.DEFAULTS,
                  new Terminal(stream, stream, false))
              .run("full");
    }

    assertThat(exit, is(Launcher.FAILED));
    assertThat(
        err.toString(UTF_8).strip(),
        is(
            "failed: out of memory; give more heap (-Xmx4g; with runners/run"
                + " TALLYBEAM_JAVA_OPTS=-Xmx4g), or, for days of very many calls, more --shards"));
  }

  private record FullHeap() implements PipelineCommand<TallybeamOptions> {
    @Override
    public String name() {
      return "full";
    }

    @Override
    public String summary() {
      return "fills the heap";
    }

    @Override
    public Class<TallybeamOptions> options() {
      return TallybeamOptions.class;
    }

    @Override
    public void run(TallybeamOptions options, Terminal terminal) {
      throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
    }
  }

  @Test
  void passesOptionsOfBeamOn() {
    Outcome outcome = CommandLine.backfill(input, warehouse, "--jobName=nightly", "--help");

    assertThat(outcome.exit(), is(Launcher.DONE));
    Outcome mistake = CommandLine.backfill(input, warehouse, "--jobName=nightly", "--window=7m");
    assertThat(mistake.err().get(0), startsWith("error: --window=7m"));
  }

  /** To options of Beam it may be one; without a folder nothing is spilled. */
  @Test
  void takesAnEmptyValueWhereItIsOne() {
    for (String option : List.of("--tempLocation=", "--spillFolder=")) {
      Outcome outcome = CommandLine.backfill(input, warehouse, option, "--window=7m");
      assertThat(outcome.err().get(0), startsWith("error: --window=7m"));
    }
  }

  private static String defaultOf(Method option) {
    if (option.isAnnotationPresent(Default.String.class)) {
      return option.getAnnotation(Default.String.class).value();
    }
    if (option.isAnnotationPresent(Default.Integer.class)) {
      return Integer.toString(option.getAnnotation(Default.Integer.class).value());
    }
    if (option.isAnnotationPresent(Default.Boolean.class)) {
      return Boolean.toString(option.getAnnotation(Default.Boolean.class).value());
    }
    return "";
  }

  private String[] words(String options) {
    return here(options).split(" ", -1);
  }

  private String here(String text) {
    return text.replace("FOLDER", folder.toString());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.map(Path::toString).sorted().toList();
    }
  }
}
