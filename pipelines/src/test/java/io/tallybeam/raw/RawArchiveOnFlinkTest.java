package io.tallybeam.raw;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.tallybeam.topic.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The raw archive on Flink, where workers fail and go on from a checkpoint. */
final class RawArchiveOnFlinkTest {

  private static final int PARTITIONS = 2;
  private static final int RECORDS = 10;
  private static final long ENOUGH = 6_000;

  /** The blocks at which a worker fails, once each. */
  private static final List<Long> FAILURES = List.of(301L, 402L, 777L);

  private static final Set<Long> FAILED = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;

  @Test
  void nothingIsMissingOrThereTwiceAfterFailures() throws Exception {
    FAILED.clear();
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=FlinkRunner",
                    "--streaming=true",
                    "--blockOnRun=false",
                    "--attachedMode=false",
                    "--parallelism=" + PARTITIONS,
                    "--checkpointingInterval=150",
                    "--numberOfExecutionRetries=10",
                    "--executionRetryDelay=50",
                    "--fasterCopy=true",
                    "--finishBundleBeforeCheckpointing=true")
                .create());
    pipeline
        // Each of the source's parts counts in steps of their number: the parts are partitions.
        .apply(
            "Count",
            GenerateSequence.from(0).withRate(250, org.joda.time.Duration.standardSeconds(1)))
        .apply("MakeBlocks", ParDo.of(new MakeBlocks()))
        .apply(
            "Archive",
            WriteRawArchive.to(folder.toString())
                .withFileBytes(20_000)
                .withInterval(Duration.ofSeconds(2)));
    PipelineResult run = pipeline.run();
    try {
      while (archived(0) < ENOUGH || archived(1) < ENOUGH) {
        if (run.getState().isTerminal()) {
          throw new AssertionError(run.getState());
        }
        Thread.sleep(100);
      }
    } finally {
      run.cancel();
    }

    assertThat(FAILED, hasSize(FAILURES.size()));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ArchivedFolder archive = new ArchivedFolder(folder);
      assertThat(archive.published("t", partition).size(), is(greaterThan(5)));
      List<String> expected = new ArrayList<>();
      for (long offset = 0; offset < archived(partition); offset++) {
        expected.add(line(offset));
      }
      assertThat(archive.lines("t", partition).equals(expected), is(true));
    }
    assertThat(
        new ArchivedFolder(folder).unpublished().stream().filter(this::passed).toList(),
        is(empty()));
  }

  /** Whether what a file holds is archived. */
  private boolean passed(String path) {
    String[] parts = path.split("-", -1);
    try {
      return Long.parseLong(parts[3]) < archived(Integer.parseInt(parts[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long archived(int partition) throws IOException {
    List<ArchivedFolder.Published> files = new ArchivedFolder(folder).published("t", partition);
    return files.isEmpty() ? 0 : files.get(files.size() - 1).last() + 1;
  }

  private static String line(long offset) {
    return "{\"offset\":" + offset + ",\"text\":\"" + Long.toHexString(offset * 0x9E3779B97F4AL);
  }

  private static final class MakeBlocks extends DoFn<Long, byte[]> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<byte[]> out) {
      if (FAILURES.contains(number) && FAILED.add(number)) {
        throw new IllegalStateException("a failure on purpose");
      }
      int partition = (int) (number % PARTITIONS);
      Records records = new Records("t", partition);
      for (long i = 0; i < RECORDS; i++) {
        long offset = number / PARTITIONS * RECORDS + i;
        records.add(offset, 1_772_409_600_000L + offset, line(offset).getBytes(US_ASCII));
      }
      out.output(records.block());
    }
  }
}
