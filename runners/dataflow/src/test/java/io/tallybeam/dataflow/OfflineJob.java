package io.tallybeam.dataflow;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.dataflow.model.Job;
import io.tallybeam.backfill.BackfillCommand;
import io.tallybeam.generate.GenerateCommand;
import io.tallybeam.launch.Launcher;
import io.tallybeam.launch.Terminal;
import io.tallybeam.streaming.StreamGraph;
import io.tallybeam.streaming.StreamOptions;
import io.tallybeam.streaming.StreamingCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/**
 * A job as it would be submitted, made without the cloud: a template, its files not staged.
 *
 * @param job what the service gets
 * @param graph the portable graph that it refers to
 * @param text all of the job, as JSON
 */
record OfflineJob(Job job, RunnerApi.Pipeline graph, String text) {

  static final String CATALOG =
      "--catalogProperties=catalog-impl=org.apache.iceberg.inmemory.InMemoryCatalog,"
          + "io-impl=org.apache.iceberg.inmemory.InMemoryFileIO";

  /**
   * What a user sees of a command line.
   *
   * @param exit the exit code
   * @param out the standard output
   * @param err the standard error
   */
  record Outcome(int exit, String out, String err) {}

  /** What every job is given in these tests. */
  static List<String> cloud() {
    return List.of(
        "--project=my-project", "--region=europe-west1", "--tempLocation=gs://bucket/temp");
  }

  /** What keeps a job from the cloud. */
  private static List<String> offline(Path folder, String name) throws IOException {
    Path file = Files.writeString(folder.resolve("staged.txt"), "not staged");
    return List.of(
        "--jobName=" + name,
        // Else its default asks for the bucket of --tempLocation.
        "--gcpTempLocation=gs://bucket/temp",
        "--templateLocation=" + folder.resolve(name + ".json"),
        "--filesToStage=" + file,
        "--credentialFactoryClass=" + OfflineCredentials.class.getName(),
        "--pathValidatorClass=" + NoopPathValidator.class.getName(),
        "--stagerClass=" + RecordingStager.class.getName());
  }

  /** Runs a command line as {@code runners/run dataflow} does. */
  static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit =
        new Launcher(
                "dataflow",
                List.of(new BackfillCommand(), new StreamingCommand(), new GenerateCommand()),
                DataflowMain.defaults(args),
                terminal)
            .run(args);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The job of {@code backfill}, by its command line. */
  static OfflineJob ofBackfill(Path folder, String name, String... more) throws IOException {
    Outcome outcome = run(line(folder, "backfill", name, more));
    if (outcome.exit() != 0) {
      throw new AssertionError(outcome);
    }
    return read(folder, name);
  }

  /** A command line of the job {@code name}, which keeps it from the cloud. */
  static String[] line(Path folder, String command, String name, String... more)
      throws IOException {
    return Stream.of(
            Stream.of(command), cloud().stream(), offline(folder, name).stream(), Stream.of(more))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  /** The job of {@code streaming}, which is not asked for by its command: that asks the broker. */
  static OfflineJob ofStream(Path folder, String name, String... more) throws IOException {
    StreamOptions options = streamOptions(folder, name, more);
    DataflowHooks hooks = new DataflowHooks();
    hooks.check(options);
    Pipeline pipeline = hooks.create(options);
    StreamGraph.build(pipeline, options, 8);
    hooks.run(pipeline);
    return read(folder, name);
  }

  /** The stream's graph as it is without {@link DataflowHooks#run}. */
  static RunnerApi.Pipeline untouchedStream(Path folder, String name, String... more)
      throws IOException {
    StreamOptions options = streamOptions(folder, name, more);
    Pipeline pipeline = new DataflowHooks().create(options);
    StreamGraph.build(pipeline, options, 8);
    return PipelineTranslation.toProto(pipeline);
  }

  private static StreamOptions streamOptions(Path folder, String name, String... more)
      throws IOException {
    PipelineOptionsFactory.register(StreamOptions.class);
    List<String> args = new ArrayList<>(List.of(line(folder, "streaming", name, more)));
    for (String option : DataflowMain.defaults("streaming")) {
      String key = option.replaceFirst("=.*", "=");
      if (args.stream().noneMatch(arg -> arg.startsWith(key))) {
        args.add(option);
      }
    }
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(args.subList(1, args.size()).toArray(String[]::new))
            .as(StreamOptions.class);
    options.as(StreamingOptions.class).setStreaming(true);
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  private static OfflineJob read(Path folder, String name) throws IOException {
    String text = Files.readString(folder.resolve(name + ".json"));
    return new OfflineJob(
        GsonFactory.getDefaultInstance().fromString(text, Job.class),
        RunnerApi.Pipeline.parseFrom(RecordingStager.staged(name, "pipeline.pb")),
        text);
  }
}
