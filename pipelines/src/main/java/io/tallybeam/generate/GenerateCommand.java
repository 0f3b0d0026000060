package io.tallybeam.generate;

import io.tallybeam.error.UserError;
import io.tallybeam.launch.OptionText;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;

/** {@code generate}: made-up events, the same for the same seed. */
public final class GenerateCommand implements PipelineCommand<GenerateOptions> {

  private static final List<String> COMPRESSIONS = List.of("none", "gz", "zst");

  /** The command. */
  public GenerateCommand() {}

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "Makes up events for trials and benchmarks; the same seed makes the same files.";
  }

  @Override
  public Class<GenerateOptions> options() {
    return GenerateOptions.class;
  }

  @Override
  public void run(GenerateOptions options, Terminal terminal) {
    long files = OptionText.inRange("files", options.getFiles(), 1, 100_000);
    if (options.getEvents() < 1) {
      throw new UserError("--events=" + options.getEvents() + ": expected at least 1");
    }
    if (!COMPRESSIONS.contains(options.getCompression())) {
      throw new UserError(
          "--compression=" + options.getCompression() + ": expected one of " + COMPRESSIONS);
    }
    Duration duration = OptionText.duration("duration", options.getDuration());
    if (duration.toMillis() < 1) {
      throw new UserError("--duration=" + options.getDuration() + ": expected more than nothing");
    }
    EventText text =
        new EventText(
            Draws.mix(options.getSeed().hashCode()),
            options.getEvents(),
            OptionText.time("from", options.getFrom()),
            duration.toMillis(),
            OptionText.inRange("tenants", options.getTenants(), 1, 10_000_000),
            OptionText.share("duplicates", options.getDuplicates()),
            OptionText.share("rejects", options.getRejects()));
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("ListFiles", Create.of(LongStream.range(0, files).boxed().toList()))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply(
            "WriteFiles",
            ParDo.of(new WriteEvents(text, files, options.getOutput(), options.getCompression())));
    pipeline.run().waitUntilFinish();
    terminal
        .out()
        .printf(
            "Wrote %,d events to %s in %d files%n",
            options.getEvents(), options.getOutput(), files);
  }
}
