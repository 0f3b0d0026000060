package io.tallybeam.streaming;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.tallybeam.catalog.TableCatalog;
import io.tallybeam.launch.Counters;
import io.tallybeam.rollup.RunTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The whole graph behind the source, fed by a test, into a warehouse in a folder. */
record TestedStream(Path warehouse) {

  /** The Direct runner with all its checks on. */
  static final List<String> DIRECT =
      List.of(
          "--runner=DirectRunner",
          "--targetParallelism=2",
          "--enforceImmutability=true",
          "--enforceEncodability=true");

  /**
   * The Flink runner, in this process, with checkpoints all the time.
   *
   * <p>Beam keeps what waits for a checkpoint in as many buffers as checkpoints may be under way,
   * and one more, in turn. With two of them those of a restored checkpoint are used again before
   * they are empty, and what is not stable yet is taken.
   */
  static final List<String> FLINK =
      List.of(
          "--runner=FlinkRunner",
          "--streaming=true",
          "--parallelism=2",
          "--fasterCopy=true",
          "--finishBundleBeforeCheckpointing=true",
          "--checkpointingInterval=150",
          "--numConcurrentCheckpoints=4",
          "--minPauseBetweenCheckpoints=20",
          "--shutdownSourcesAfterIdleMs=1",
          "--enableStableInputDrain=true",
          "--numberOfExecutionRetries=8",
          "--executionRetryDelay=10");

  /** Runs to the end of {@code source}; gives the sums of the counters. */
  Map<String, Long> run(
      PTransform<PBegin, PCollection<byte[]>> source, List<String> runner, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(runner);
    all.add("--warehouse=" + warehouse);
    // Asked for by the options; the source here is a script.
    all.add("--bootstrapServers=none:1");
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(all.toArray(new String[0])).as(StreamOptions.class);
    StreamingPlan plan = StreamingPlan.of(options);
    try (TableCatalog catalog = TableCatalog.open(plan.catalog())) {
      RunTables.make(catalog, plan.settings().fold().windows(), plan.zone());
    }
    Pipeline pipeline = Pipeline.create(options);
    Streaming.build(pipeline.apply("Script", source), plan);
    PipelineResult result = pipeline.run();
    assertThat(result.waitUntilFinish(), is(PipelineResult.State.DONE));
    Map<String, Long> counters = Counters.all(result);
    assertThat("dropped by Beam", dropped(counters), is(0L));
    return counters;
  }

  /** What Beam dropped without a word: it counts groups and stateful steps by different names. */
  static long dropped(Map<String, Long> counters) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().toLowerCase(Locale.ROOT).contains("dropped"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
