package io.tallybeam.backfill;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Progress;
import io.tallybeam.launch.ReadCounts;
import io.tallybeam.launch.Terminal;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.spill.SpillFolder;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** {@code backfill}: archived events to exact windows in Iceberg. */
public final class BackfillCommand implements PipelineCommand<BackfillOptions> {

  /** The command. */
  public BackfillCommand() {}

  @Override
  public String name() {
    return "backfill";
  }

  @Override
  public String summary() {
    return "Replays archived events into exact windows, and replaces these in Iceberg atomically.";
  }

  @Override
  public Class<BackfillOptions> options() {
    return BackfillOptions.class;
  }

  @Override
  public void run(BackfillOptions options, Terminal terminal) throws IOException {
    if (options.getSpillFolder().isEmpty()) {
      run(BackfillPlan.of(options, BlockStore.INLINE), options, terminal);
      return;
    }
    try (SpillFolder spill = SpillFolder.in(options.getSpillFolder())) {
      run(BackfillPlan.of(options, spill.store()), options, terminal);
    }
  }

  private static void run(BackfillPlan plan, BackfillOptions options, Terminal terminal)
      throws IOException {
    String runId = plan.facts().id();
    long started = System.nanoTime();
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().windows(), plan.zone());
      Pipeline pipeline = Pipeline.create(options);
      Backfill.build(pipeline, plan);
      try (Progress progress = Progress.show(ReadCounts.of(runId), plan.totalBytes(), terminal)) {
        PipelineResult.State end = pipeline.run().waitUntilFinish();
        if (end != PipelineResult.State.DONE) {
          throw new IllegalStateException("the runner ended the pipeline as " + end);
        }
      }
      BackfillSummary summary = BackfillSummary.of(catalog, plan);
      summary.print(terminal.out(), System.nanoTime() - started);
      if (!summary.isConsistent()) {
        throw new IllegalStateException(
            "the tables do not tell the same cost: report this, please");
      }
    } finally {
      ReadCounts.forget(runId);
    }
  }
}
