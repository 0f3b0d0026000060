package io.tallybeam.topic;

import io.tallybeam.live.PartitionClock;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * The time stamps and the watermark of one partition.
 *
 * <p>A block's time stamp is that of its earliest believed event, or the watermark before it if
 * that is later: so it is never behind the watermark, and whoever starts a {@link PartitionClock}
 * with it decides about every event of the block as this clock would.
 *
 * <p>The wall clock only decides for how long nothing came, never what time it is.
 */
final class BlockPolicy extends TimestampPolicy<byte[], byte[]> {

  private final PartitionClock clock;
  private final int partition;
  private final PartitionFeed feed;
  private final Optional<Supplier<TopicHeads.Heads>> heads;
  private final TopicTimes times;
  private final LastRecord lastRecord;
  private long nextOffset = -1;
  private long backlog = -1;
  private EventSpan lastSpan = new EventSpan(PartitionClock.NONE, PartitionClock.NONE, 0);
  private TopicHeads.Heads candidate = TopicHeads.Heads.UNKNOWN;

  /**
   * The policy of a partition whose reader starts now.
   *
   * @param heads where the other partitions are, if an idle one shall follow them
   */
  BlockPolicy(
      int partition,
      TopicTimes times,
      Optional<Instant> previousWatermark,
      PartitionFeed feed,
      Optional<Supplier<TopicHeads.Heads>> heads,
      LastRecord lastRecord) {
    long before =
        previousWatermark
            .filter(watermark -> watermark.isAfter(BoundedWindow.TIMESTAMP_MIN_VALUE))
            .map(Instant::getMillis)
            .orElse(PartitionClock.NONE);
    this.clock = new PartitionClock(times.watermarkDelay().toMillis(), before);
    this.partition = partition;
    this.times = times;
    this.feed = feed;
    this.heads = heads;
    this.lastRecord = lastRecord;
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], byte[]> block) {
    candidate = TopicHeads.Heads.UNKNOWN;
    nextOffset = block.getOffset() + 1;
    lastRecord.came(nextOffset);
    lastSpan = EventSpan.decode(block.getKV().getKey());
    long before = clock.watermark();
    if (lastSpan.isEmpty()) {
      return instant(before);
    }
    clock.observe(lastSpan.latestMillis());
    return instant(Math.max(before, lastSpan.earliestMillis()));
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    backlog = context.getMessageBacklog();
    if (heads.isPresent() && lastRecord.quietNanos() >= times.idleTimeout().toNanos()) {
      follow(context, heads.get());
    }
    return instant(clock.watermark());
  }

  /**
   * Follows a look at all partitions once it is sure that whatever this one had at that time was
   * read, also what an open transaction hides: so KafkaIO must have asked for the end after it.
   */
  private void follow(PartitionContext context, Supplier<TopicHeads.Heads> all) {
    if (candidate.equals(TopicHeads.Heads.UNKNOWN)) {
      candidate = all.get();
    }
    if (context.getBacklogCheckTime().getMillis() > candidate.takenMillis()
        && isReadTo()
        && feed.position() >= candidate.end(partition)) {
      if (candidate.latestMillis() != PartitionClock.NONE) {
        clock.advanceTo(candidate.latestMillis() - times.watermarkDelay().toMillis());
      }
      candidate = TopicHeads.Heads.UNKNOWN;
    }
  }

  /**
   * Whether all that KafkaIO knows of was read. Markers of transactions take up offsets, so its own
   * backlog need not come down to nothing; and while a transaction is open, the end that it knows
   * is one that cannot be read yet.
   */
  private boolean isReadTo() {
    long next = nextOffset < 0 ? feed.nextOffset() : nextOffset;
    return backlog >= 0
        && feed.isStarted()
        && feed.nextOffset() == next
        && feed.position() >= next + backlog;
  }

  /** How many records the last block had. */
  int lastRecords() {
    return lastSpan.records();
  }

  /** How many offsets are left to read, as far as known; else below 0. */
  long backlog() {
    return backlog;
  }

  private static Instant instant(long millis) {
    Instant last = GlobalWindow.INSTANCE.maxTimestamp();
    return millis <= BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()
        ? BoundedWindow.TIMESTAMP_MIN_VALUE
        : Instant.ofEpochMilli(Math.min(millis, last.getMillis()));
  }
}
