package io.tallybeam.streaming;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.Terminal;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.table.OperationsTable;
import io.tallybeam.topic.TopicCheck;
import java.io.IOException;
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
  public void run(StreamOptions options, Terminal terminal) throws IOException {
    RunnerHooks runner = RunnerHooks.find();
    runner.check(options);
    StreamingPlan unchecked = StreamingPlan.of(options);
    TopicCheck topic = TopicCheck.of(unchecked.topic());
    StreamingPlan plan = unchecked.withPartitions(topic.partitions());
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
    if (plan.archive().isPresent()) {
      plan.archive().get().requireSameTopic(plan.topic().topic(), topic.ends());
    }
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
    SinkClaim claim;
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
      Table metrics = catalog.load(OperationsTable.METRICS);
      if (runner.resumes(options)) {
        options.setStartFrom(SinkClaim.start(metrics, plan));
        plan = StreamingPlan.of(options).withPartitions(topic.partitions());
      }
      claim = SinkClaim.make(metrics, plan, runner.resumes(options));
    }
    Streaming.build(pipeline, plan);
    String submitted = runner.submitted(options);
    if (submitted.isEmpty()) {
      follow(pipeline, runner, terminal);
    } else {
      submit(pipeline, options, runner, plan, claim);
      terminal.out().println(submitted);
    }
  }

  private static void submit(
      Pipeline pipeline,
      StreamOptions options,
      RunnerHooks runner,
      StreamingPlan plan,
      SinkClaim claim) {
    try {
      runner.run(pipeline);
    } catch (RuntimeException e) {
      try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
        claim.withdraw(catalog.load(OperationsTable.METRICS));
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      String mistake = runner.mistake(options, e).orElseThrow(() -> e);
      throw new UserError(mistake, e);
    }
  }

  private static void follow(Pipeline pipeline, RunnerHooks runner, Terminal terminal) {
    terminal.err().println("Streaming; Ctrl-C stops. Windows that are still open are not kept.");
    PipelineResult result = runner.run(pipeline);
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
