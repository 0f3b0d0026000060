package io.tallybeam.topic;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * Reads the blocks of a split: KafkaIO's reader, with a consumer and a timestamp policy of ours.
 */
final class TopicReader extends UnboundedReader<byte[]> {

  private static final String NAMESPACE = "tallybeam";
  private static final long LAG_INTERVAL_NANOS = 1_000_000_000;

  private final Counter recordsRead = Metrics.counter(NAMESPACE, "records_read");
  private final Counter bytesRead = Metrics.counter(NAMESPACE, "bytes_read");
  private final Counter recordsLost = Metrics.counter(NAMESPACE, "records_lost");
  private final Gauge watermarkLag = Metrics.gauge(NAMESPACE, "watermark_lag_millis");

  private final Gauge partitionsUnread = Metrics.gauge(NAMESPACE, "partitions_unread");

  private final TopicSource source;
  private final TopicSettings settings;
  private final TopicTimes times;
  private final TopicIdentity identity;
  private final NewPartitions newPartitions;
  private final Map<TopicPartition, PartitionFeed> feeds = new HashMap<>();

  /** Where the reader before this one ended. */
  private final Map<TopicPartition, Long> begins = new HashMap<>();

  private final Map<Integer, BlockPolicy> policies = new HashMap<>();
  private final Optional<TopicHeads.Lease> heads;
  private final UnboundedReader<KafkaRecord<byte[], byte[]>> blocks;
  private int advances;
  private long records;
  private long bytes;
  private long lagNanos = System.nanoTime() - LAG_INTERVAL_NANOS;

  TopicReader(
      TopicSource source,
      TopicReading reading,
      @Nullable KafkaCheckpointMark mark,
      PipelineOptions options) {
    this.source = source;
    this.settings = reading.settings();
    this.times = reading.times();
    this.identity = new TopicIdentity(settings, reading.id());
    this.newPartitions =
        new NewPartitions(settings.topic(), source.partitions(), NewPartitions.INTERVAL);
    source.assigned().forEach(partition -> feeds.put(partition, new PartitionFeed()));
    if (mark != null) {
      mark.getPartitions()
          .forEach(
              read ->
                  begins.put(
                      new TopicPartition(read.getTopic(), read.getPartition()),
                      read.getNextOffset()));
    }
    this.heads =
        times.idleTimeout().isZero()
            ? Optional.empty()
            : Optional.of(TopicHeads.lease(settings, times, source.partitions()));
    try {
      this.blocks = kafkaSource().createReader(options, mark);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * KafkaIO's source. It is made here, where it is read, and never serialized: so the consumer and
   * the policy share what they know with this reader.
   *
   * <p>By reflection, since {@code makeSource} is not public, and {@code expand} gives the elements
   * of a pipeline. A class of ours in KafkaIO's package would not do: a cluster may load Beam by
   * another class loader, and then it is another package.
   */
  @SuppressWarnings("unchecked")
  private UnboundedSource<KafkaRecord<byte[], byte[]>, KafkaCheckpointMark> kafkaSource() {
    KafkaIO.Read<byte[], byte[]> read =
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(settings.bootstrapServers())
            .withTopicPartitions(source.assigned())
            .withKeyDeserializer(ByteArrayDeserializer.class)
            .withValueDeserializer(ByteArrayDeserializer.class)
            .withConsumerConfigUpdates(Map.of(ConsumerConfig.GROUP_ID_CONFIG, settings.group()))
            .withConsumerFactoryFn(this::consumer)
            .withTimestampPolicyFactory(this::policy)
            .commitOffsetsInFinalize();
    long from = times.readFrom(settings.startMillis());
    if (from != TopicSettings.EARLIEST) {
      read = read.withStartReadTime(Instant.ofEpochMilli(from));
    }
    try {
      Method makeSource = KafkaIO.Read.class.getDeclaredMethod("makeSource");
      makeSource.setAccessible(true);
      return (UnboundedSource<KafkaRecord<byte[], byte[]>, KafkaCheckpointMark>)
          makeSource.invoke(read);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this is not the KafkaIO that Tallybeam was built with", e);
    }
  }

  /** KafkaIO asks for two consumers: one that reads, and one that looks up the ends. */
  private Consumer<byte[], byte[]> consumer(Map<String, Object> decided) {
    String group = String.valueOf(decided.get(ConsumerConfig.GROUP_ID_CONFIG));
    if (group.equals(settings.group())) {
      Map<String, Object> own = Map.of(ConsumerConfig.GROUP_ID_CONFIG, group);
      return new BlockConsumer(
          Consumers.reading(settings, own), times, feeds, identity, newPartitions);
    }
    Object isolation = decided.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return new KafkaConsumer<>(
        Consumers.reading(settings, Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private TimestampPolicy<byte[], byte[]> policy(
      TopicPartition partition, Optional<Instant> previousWatermark) {
    BlockPolicy policy =
        new BlockPolicy(
            partition.partition(),
            times,
            previousWatermark,
            feeds.get(partition),
            heads.map(lease -> lease::latest),
            new LastRecord(
                settings,
                partition.partition(),
                begins.getOrDefault(partition, LastRecord.NO_OFFSET),
                System::nanoTime));
    policies.put(partition.partition(), policy);
    return policy;
  }

  @Override
  public boolean start() throws IOException {
    return counted(blocks.start());
  }

  @Override
  public boolean advance() throws IOException {
    advances++;
    return counted(blocks.advance());
  }

  private boolean counted(boolean available) {
    if (available) {
      KafkaRecord<byte[], byte[]> block = blocks.getCurrent();
      int count = policies.get(block.getPartition()).lastRecords();
      records += count;
      bytes += block.getKV().getValue().length;
      recordsRead.inc(count);
      bytesRead.inc(block.getKV().getValue().length);
    }
    long now = System.nanoTime();
    if (now - lagNanos >= LAG_INTERVAL_NANOS) {
      lagNanos = now;
      report();
    }
    return available;
  }

  private void report() {
    long watermark = blocks.getWatermark().getMillis();
    if (watermark > BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()) {
      watermarkLag.set(System.currentTimeMillis() - watermark);
    }
    long lost = feeds.values().stream().mapToLong(PartitionFeed::takeLost).sum();
    if (lost > 0) {
      recordsLost.inc(lost);
    }
    partitionsUnread.set(newPartitions.count());
  }

  @Override
  public byte[] getCurrent() throws NoSuchElementException {
    return blocks.getCurrent().getKV().getValue();
  }

  @Override
  public Instant getCurrentTimestamp() throws NoSuchElementException {
    return blocks.getCurrentTimestamp();
  }

  /**
   * Nothing before the second advance. FlinkRunner joins the watermarks of a task's readers, but
   * only of those that were advanced once, in turn: a reader that is restored far ahead would let
   * the watermark pass the others, which are not asked yet.
   */
  @Override
  public Instant getWatermark() {
    return advances < 2 ? BoundedWindow.TIMESTAMP_MIN_VALUE : blocks.getWatermark();
  }

  @Override
  public UnboundedSource.CheckpointMark getCheckpointMark() {
    // The mark takes the watermarks that were last asked for: those of now are wanted.
    blocks.getWatermark();
    return blocks.getCheckpointMark();
  }

  @Override
  public TopicSource getCurrentSource() {
    return source;
  }

  /** KafkaIO's own estimate takes a block for a record. */
  @Override
  public long getSplitBacklogBytes() {
    long left = 0;
    for (BlockPolicy policy : policies.values()) {
      if (policy.backlog() < 0 || records == 0) {
        return BACKLOG_UNKNOWN;
      }
      left += policy.backlog();
    }
    return left * (bytes / records);
  }

  @Override
  public void close() throws IOException {
    heads.ifPresent(TopicHeads.Lease::close);
    blocks.close();
  }
}
