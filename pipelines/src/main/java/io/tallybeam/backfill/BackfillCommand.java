package io.tallybeam.backfill;

import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.error.UserError;
import io.tallybeam.launch.PipelineCommand;
import io.tallybeam.launch.Progress;
import io.tallybeam.launch.ReadCounts;
import io.tallybeam.launch.RunnerHooks;
import io.tallybeam.launch.Terminal;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.raw.ArchivedRecords;
import io.tallybeam.rollup.RunTables;
import io.tallybeam.spill.SpillFolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;

/** {@code backfill}: archived events to exact windows in Iceberg. */
public final class BackfillCommand implements PipelineCommand<BackfillOptions> {

  private static final int MOST_NOTES = 5;

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
    RunnerHooks runner = RunnerHooks.find();
    runner.check(options);
    if (options.getSpillFolder().isEmpty() || !runner.keepsInMemory()) {
      run(BackfillPlan.of(options, BlockStore.INLINE), options, runner, terminal);
      return;
    }
    try (SpillFolder spill = SpillFolder.in(options.getSpillFolder())) {
      run(BackfillPlan.of(options, spill.store()), options, runner, terminal);
    }
  }

  private static void run(
      BackfillPlan plan, BackfillOptions options, RunnerHooks runner, Terminal terminal)
      throws IOException {
    tellLeftOut(plan.leftOut(), terminal);
    tellOddArchive(plan, terminal);
    long started = System.nanoTime();
    Pipeline pipeline = runner.create(options);
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().windows(), plan.zone());
      Backfill.build(pipeline, plan);
      String submitted = runner.submitted(options);
      if (!submitted.isEmpty()) {
        runner.start(pipeline);
        terminal.out().println(submitted);
        return;
      }
      await(pipeline, plan, options, runner, terminal);
      BackfillSummary summary = BackfillSummary.of(catalog, plan);
      summary.print(terminal.out(), System.nanoTime() - started);
      if (!summary.isConsistent()) {
        throw new IllegalStateException(
            "the tables do not tell the same cost: report this, please");
      }
    }
  }

  private static void tellLeftOut(List<String> paths, Terminal terminal) {
    if (!paths.isEmpty()) {
      terminal
          .err()
          .printf(
              "note: --input leaves out %,d file%s whose name%s with . or _, such as %s%n",
              paths.size(),
              paths.size() == 1 ? "" : "s",
              paths.size() == 1 ? " begins" : "s begin",
              paths.get(0));
    }
  }

  /**
   * Where a file of a stream's archive is missing, its calls would be in no window; where two hold
   * the same, calls without an id would be there twice.
   */
  private static void tellOddArchive(BackfillPlan plan, Terminal terminal) {
    List<String> paths = plan.files().stream().map(ArchiveFile::path).toList();
    ArchivedRecords records = new ArchivedRecords(paths);
    tell(
        terminal,
        records.gaps(),
        "note: --input has no file of %s, partition %d, with offsets %d to %d; what they hold is not"
            + " counted%n",
        "note: and %,d more of such gaps%n");
    tell(
        terminal,
        records.overlaps(),
        "note: --input has two files of %s, partition %d, with offsets %d to %d; calls without an id"
            + " count twice%n",
        "note: and %,d more of such pairs%n");
  }

  private static void tell(
      Terminal terminal, List<ArchivedRecords.Offsets> all, String each, String more) {
    for (ArchivedRecords.Offsets one : all.subList(0, Math.min(MOST_NOTES, all.size()))) {
      terminal.err().printf(each, one.topic(), one.partition(), one.first(), one.last());
    }
    if (all.size() > MOST_NOTES) {
      terminal.err().printf(more, all.size() - MOST_NOTES);
    }
  }

  private static void await(
      Pipeline pipeline,
      BackfillPlan plan,
      BackfillOptions options,
      RunnerHooks runner,
      Terminal terminal) {
    String runId = plan.facts().id();
    Optional<String> elsewhere = runner.awaited(options);
    try (Progress progress =
        elsewhere.isPresent()
            ? null
            : Progress.show(ReadCounts.of(runId), plan.totalBytes(), terminal)) {
      elsewhere.ifPresent(terminal.err()::println);
      // In this process a run fails with what its steps fail with, which is no mistake of the
      // start.
      RunnerHooks.requireDone(
          elsewhere.isPresent() ? runner.start(pipeline) : runner.run(pipeline));
    } catch (RuntimeException e) {
      String shortage = runner.shortage(options, e).orElseThrow(() -> e);
      throw new UserError(shortage, e);
    } finally {
      ReadCounts.forget(runId);
    }
  }
}
