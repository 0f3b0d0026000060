package io.tallybeam.generate;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Progress;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.Terminal;
import io.tallybeam.storage.LocalFolder;
import io.tallybeam.topic.ClientProperties;
import io.tallybeam.topic.TopicProducer;
import io.tallybeam.topic.TopicSettings;
import io.tallybeam.topic.TopicTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;

/** {@code generate}: made-up events, the same for the same seed, in files or in a topic. */
public final class GenerateCommand implements PipelineCommand<GenerateOptions> {

  private static final List<String> COMPRESSIONS =
      List.of(GenerateOptions.NO_COMPRESSION, "gz", "zst");
  private static final String DEFAULT_OUTPUT = "generated";

  /** The command. */
  public GenerateCommand() {}

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "Makes up events for trials and benchmarks; the same seed makes the same events.";
  }

  @Override
  public Class<GenerateOptions> options() {
    return GenerateOptions.class;
  }

  @Override
  public void run(GenerateOptions options, Terminal terminal) {
    EventPlan plan = EventPlan.of(options, System.currentTimeMillis());
    if (options.getBootstrapServers().isBlank()) {
      writeFiles(plan, options, terminal);
    } else {
      writeTopic(plan, options, terminal);
    }
  }

  private static void writeFiles(EventPlan plan, GenerateOptions options, Terminal terminal) {
    long files = OptionText.inRange("files", options.getFiles(), 1, 100_000);
    if (!COMPRESSIONS.contains(options.getCompression())) {
      throw new UserError(
          "--compression=" + options.getCompression() + ": expected one of " + COMPRESSIONS);
    }
    if (options.getOutput().isBlank()) {
      options.setOutput(DEFAULT_OUTPUT);
    }
    String output = options.getOutput();
    LocalFolder.requireExpanded("output", output);
    RunnerHooks runner = RunnerHooks.find();
    runner.check(options);
    checkFolder(output);
    Pipeline pipeline = runner.create(options);
    pipeline
        .apply("ListFiles", Create.of(LongStream.range(0, files).boxed().toList()))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply(
            "WriteFiles",
            ParDo.of(
                new WriteEvents(
                    plan.text(), files, LocalFolder.absolute(output), options.getCompression())));
    String submitted = runner.submitted(options);
    if (!submitted.isEmpty()) {
      runner.start(pipeline);
      terminal.out().println(submitted);
      return;
    }
    Optional<String> elsewhere = runner.awaited(options);
    elsewhere.ifPresent(terminal.err()::println);
    RunnerHooks.requireDone(elsewhere.isPresent() ? runner.start(pipeline) : runner.run(pipeline));
    terminal
        .out()
        .printf("Wrote %,d events to %s in %d files%n", options.getEvents(), output, files);
  }

  private static void checkFolder(String output) {
    try {
      ResourceId folder = FileSystems.matchNewResource(output, true);
      if (folder.getScheme().equals("file")) {
        Path made = LocalFolder.make(Path.of(folder.toString()));
        if (!Files.isWritable(made)) {
          throw new UserError("--output=" + output + ": the folder cannot be written to");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--output=" + output + ": expected a folder on a file system that is in the build", e);
    } catch (IOException e) {
      throw new UserError("--output=" + output + ": the folder cannot be made", e);
    }
  }

  private static void writeTopic(EventPlan plan, GenerateOptions options, Terminal terminal) {
    int partitions = OptionText.inRange("partitions", options.getPartitions(), 0, 10_000);
    TopicSettings settings =
        new TopicSettings(
            options.getBootstrapServers(),
            options.getTopic(),
            "",
            TopicSettings.EARLIEST,
            ClientProperties.read(options.getClientProperties()));
    TopicTarget target = TopicTarget.of(settings, partitions);
    try (StopRequest stop = new StopRequest();
        TopicProducer producer = new TopicProducer(target)) {
      try (Progress progress =
          Progress.events("Writing", producer::acknowledged, plan.total(), terminal)) {
        new SendEvents(plan, target.partitions()).to(producer, stop);
      }
      terminal
          .out()
          .printf(
              "Wrote %,d events to topic %s in %d partitions%s%n",
              producer.acknowledged(),
              options.getTopic(),
              target.partitions(),
              stop.getAsBoolean() ? ", then was stopped" : "");
      terminal.out().flush();
    }
  }
}
