package io.tallybeam.topic;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An idle partition that shares a reader with a busy one: the Direct runner closes a reader after
 * some twenty blocks, in the mean, and opens another.
 */
class BusyNeighbourTest {

  private static final long NOON = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

  /** The Direct runner has three readers, whatever it is told: the last one shares the first's. */
  private static final int PARTITIONS = 4;

  private static final TopicTimes TIMES = TestTopic.times(Duration.ofSeconds(5));

  @Test
  void theIdleOneFollows(@TempDir Path folder) throws Exception {
    try (LocalKafka kafka = LocalKafka.start(folder)) {
      kafka.create("calls", PARTITIONS);
      TopicSettings settings = TestTopic.settings(kafka, "calls", TopicSettings.EARLIEST);
      ReadTopic read = ReadTopic.from(settings, TIMES, TopicCheck.id(settings), PARTITIONS);
      try (Producing producing = new Producing(kafka, "calls");
          StreamRun run = new StreamRun(direct(), read, List.of(NOON))) {
        producing.calls(PARTITIONS - 1, NOON - 3_600_000);
        run.await(
            all -> {
              producing.send(0, null, Producing.call(NOON + TestTopic.DELAY + 1));
              return all.contains(new StreamRun.Fired(NOON));
            },
            Duration.ofMillis(1));
      }
    }
  }

  private static DirectOptions direct() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(1);
    return options;
  }
}
