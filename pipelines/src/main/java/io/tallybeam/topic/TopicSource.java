package io.tallybeam.topic;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.common.TopicPartition;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The blocks of a topic, or of every n-th of its partitions.
 *
 * <p>How many partitions there are is known from the start: splitting asks nobody, so that where it
 * happens (a JobManager) needs neither the broker nor secrets.
 */
final class TopicSource extends UnboundedSource<byte[], KafkaCheckpointMark> {

  private static final long serialVersionUID = 1;

  private final TopicSettings settings;
  private final TopicTimes times;
  private final int partitions;
  private final int split;
  private final int splits;

  private TopicSource(TopicReading reading, int partitions, int split, int splits) {
    this.settings = reading.settings();
    this.times = reading.times();
    this.partitions = partitions;
    this.split = split;
    this.splits = splits;
  }

  /** All partitions of a topic that has {@code partitions} of them. */
  static TopicSource of(TopicReading reading, int partitions) {
    return new TopicSource(reading, partitions, 0, 1);
  }

  /** At most as many splits as there are partitions: none is empty. */
  @Override
  public List<TopicSource> split(int desired, PipelineOptions options) {
    int count = Math.max(1, Math.min(desired, partitions));
    return IntStream.range(0, count)
        .mapToObj(number -> new TopicSource(reading(), partitions, number, count))
        .toList();
  }

  /** Reads as the job says that it runs in, which need not be the one that this was made for. */
  @Override
  public TopicReader createReader(PipelineOptions options, @Nullable KafkaCheckpointMark mark) {
    TopicReading now = TopicReadOptions.find(options, settings.topic()).orElse(reading());
    return new TopicReader(this, now, mark, options);
  }

  /** Without an id: a source in a savepoint may be older than the topic that is read now. */
  private TopicReading reading() {
    return new TopicReading(settings, times, "");
  }

  /** How many partitions the topic has, also those of other splits. */
  int partitions() {
    return partitions;
  }

  /** The partitions of this split. */
  List<TopicPartition> assigned() {
    return settings.topicPartitions(partitions).stream()
        .filter(partition -> partition.partition() % splits == split)
        .toList();
  }

  @Override
  public Coder<KafkaCheckpointMark> getCheckpointMarkCoder() {
    return AvroCoder.of(KafkaCheckpointMark.class);
  }

  @Override
  public Coder<byte[]> getOutputCoder() {
    return ByteArrayCoder.of();
  }
}
