package io.tallybeam.streaming;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.Terminal;
import io.tallybeam.raw.ArchivedStretch;
import io.tallybeam.raw.WriteRawArchive;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.topic.TopicCheck;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.iceberg.Table;

/** {@code streaming}: a topic of Kafka to exact windows in Iceberg. */
public final class StreamingCommand implements PipelineCommand<StreamOptions> {

  /** The command. */
  public StreamingCommand() {}

  @Override
  public String name() {
    return "streaming";
  }

  @Override
  public String summary() {
    return "Reads a topic of Kafka without end, and writes each window to Iceberg when it is due.";
  }

  @Override
  public Class<StreamOptions> options() {
    return StreamOptions.class;
  }

  @Override
  public void run(StreamOptions options, Terminal terminal) {
    RunnerHooks runner = RunnerHooks.find();
    runner.check(options);
    Optional<String> resumedBy = runner.resumedBy(options);
    if (resumedBy.isPresent()) {
      options.setStartFrom(start(options));
    }
    StreamingPlan unchecked = StreamingPlan.of(options);
    Map<Integer, ArchivedStretch> archived =
        resumedBy.isPresent() ? Map.of() : archived(unchecked, terminal);
    TopicCheck topic = TopicCheck.of(unchecked.topic());
    StreamingPlan plan = unchecked.withTopic(topic.id(), topic.partitions());
    WriteRawArchive.requireSameTopic(options.getArchive(), archived, topic.ends());
    tellNotArchived(plan, topic, archived, terminal);
    topic
        .removed()
        .forEach(
            (partition, offsets) ->
                terminal
                    .err()
                    .printf(
                        "note: partition %d has lost its first %,d records to retention: windows"
                            + " of that time may be incomplete; --startFrom leaves them alone%n",
                        partition, offsets));
    int wanted = runner.limitParallelism(options, topic.partitions());
    if (wanted > topic.partitions()) {
      terminal
          .err()
          .printf(
              "note: parallelism %d, not %d: the topic has %d partitions%n",
              topic.partitions(), wanted, topic.partitions());
    }
    options.as(StreamingOptions.class).setStreaming(true);
    Pipeline pipeline = runner.create(options);
    Streaming.build(pipeline, plan);
    SinkClaim claim;
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      Table metrics = catalog.load(OperationsTable.METRICS);
      if (!archived.isEmpty()) {
        FreshStart.checkArchive(metrics, plan, topic, options.getArchive());
      }
      if (options.getStartFrom().isEmpty()) {
        FreshStart.checkTopic(metrics, plan, topic, () -> topic.keptSince(plan.topic()));
      }
      claim = SinkClaim.make(metrics, plan, resumedBy);
    }
    String submitted = runner.submitted(options);
    if (submitted.isEmpty()) {
      follow(pipeline, runner, terminal);
    } else {
      submit(pipeline, runner, plan, claim, terminal);
      terminal.out().println(submitted);
    }
  }

  /** Where a stream that goes on was begun, as far as its sink tells. */
  private static String start(StreamOptions options) {
    StreamingPlan asked = StreamingPlan.of(options);
    try (TableCatalog catalog = TableCatalog.open(asked.catalog())) {
      Map<String, String> properties =
          catalog.names().contains(OperationsTable.METRICS)
              ? catalog.load(OperationsTable.METRICS).properties()
              : Map.of();
      return SinkClaim.start(properties, asked.sink(), options.getStartFrom());
    }
  }

  /** Before the topic is asked where it ends: another stream may still write to both. */
  private static Map<Integer, ArchivedStretch> archived(StreamingPlan plan, Terminal terminal) {
    try {
      return plan.archive().isPresent()
          ? plan.archive().get().archived(plan.topic().topic())
          : Map.of();
    } catch (IOException | RuntimeException e) {
      terminal
          .err()
          .println(
              "note: --archive cannot be looked at from here, and whether it is of this topic was not"
                  + " checked: "
                  + e.getMessage());
      return Map.of();
    }
  }

  /**
   * An archive goes on behind its end: what lies before its beginning is read, and not archived.
   */
  private static void tellNotArchived(
      StreamingPlan plan,
      TopicCheck topic,
      Map<Integer, ArchivedStretch> archived,
      Terminal terminal) {
    if (archived.isEmpty()) {
      return;
    }
    Map<Integer, Long> starts = topic.starts(plan.topic(), plan.times());
    archived.forEach(
        (partition, stretch) -> {
          long missing = stretch.first() - starts.getOrDefault(partition, stretch.first());
          if (missing > 0) {
            terminal
                .err()
                .printf(
                    "note: --archive begins at offset %d of partition %d, and the %,d records before"
                        + " it that are read will not be archived; another folder takes all%n",
                    stretch.first(), partition, missing);
          }
        });
  }

  /** What is no mistake of the user's may be an answer that was lost, of a job that runs. */
  static void submit(
      Pipeline pipeline,
      RunnerHooks runner,
      StreamingPlan plan,
      SinkClaim claim,
      Terminal terminal) {
    try {
      runner.start(pipeline);
    } catch (UserError e) {
      try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
        claim.withdraw(catalog.load(OperationsTable.METRICS));
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    } catch (RuntimeException e) {
      terminal
          .err()
          .println("note: the job may run all the same; look, before you start it once more");
      throw e;
    }
  }

  private static void follow(Pipeline pipeline, RunnerHooks runner, Terminal terminal) {
    terminal.err().println("Streaming; Ctrl-C stops. Windows that are still open are not kept.");
    PipelineResult result = runner.start(pipeline);
    Thread stop = new Thread(() -> stop(result, terminal), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    PipelineResult.State end = result.waitUntilFinish();
    if (end != PipelineResult.State.DONE && end != PipelineResult.State.CANCELLED) {
      throw new IllegalStateException("the runner ended the pipeline as " + end);
    }
  }

  private static void stop(PipelineResult result, Terminal terminal) {
    try {
      result.cancel();
    } catch (IOException | RuntimeException e) {
      // The process ends anyway.
    }
    terminal.err().println("Stopped.");
  }
}
