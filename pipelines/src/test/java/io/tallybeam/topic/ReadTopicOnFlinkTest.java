package io.tallybeam.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real broker, and Flink in this process: a task for each partition, or several in one. */
class ReadTopicOnFlinkTest {

  private static final long NOON = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
  private static final int PARTITIONS = 3;

  @ParameterizedTest
  @ValueSource(ints = {PARTITIONS, 1})
  void partitionsThatStandStillFollowTheOthers(int parallelism, @TempDir Path folder)
      throws Exception {
    String topic = "topic-" + UUID.randomUUID();
    try (LocalKafka kafka = LocalKafka.start(folder)) {
      kafka.create(topic, PARTITIONS);
      ReadTopic read = TestTopic.read(kafka, topic, PARTITIONS, TopicSettings.EARLIEST);
      try (Producing producing = new Producing(kafka, topic);
          StreamRun run = new StreamRun(flink(parallelism), read, List.of(NOON))) {
        // Partition 1 has an old call, partition 2 nothing.
        producing.calls(1, NOON - 3_600_000);
        producing.calls(0, NOON - 1, NOON + TestTopic.DELAY + 1);
        List<StreamRun.Seen> seen = run.await(all -> all.contains(new StreamRun.Fired(NOON)));
        assertThat(StreamRun.records(seen), is(3L));
      }
    }
  }

  private static FlinkPipelineOptions flink(int parallelism) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setStreaming(true);
    options.setAttachedMode(false);
    options.setParallelism(parallelism);
    options.setCheckpointingInterval(500L);
    return options;
  }
}
