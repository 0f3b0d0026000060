package io.tallybeam.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BlockPolicyTest {

  private static final long NOON = 1_714_564_800_000L;
  private static final long MINUTE = 60_000;
  private static final long DELAY = TestTopic.DELAY;
  private static final long LOOK = 1_000;
  private static final Instant NOTHING = BoundedWindow.TIMESTAMP_MIN_VALUE;
  private static final TopicTimes TIMES = TestTopic.times(Duration.ofSeconds(10));

  private final String topic = "topic-" + UUID.randomUUID();
  private final PartitionFeed feed = new PartitionFeed();
  private long nanos;
  private long backlog = -1;
  private TopicHeads.Heads heads = TopicHeads.Heads.UNKNOWN;
  private long offset = 99;
  private long checked = LOOK + 1;

  private final TimestampPolicy.PartitionContext context =
      new TimestampPolicy.PartitionContext() {
        @Override
        public long getMessageBacklog() {
          return backlog;
        }

        @Override
        public Instant getBacklogCheckTime() {
          return at(checked);
        }
      };

  @Test
  void theWatermarkFollowsTheLargestTime() {
    BlockPolicy policy = policy(Optional.empty());
    assertThat(policy.getWatermark(context), is(NOTHING));
    assertThat(read(policy, NOON, NOON + MINUTE), is(at(NOON)));
    assertThat(policy.getWatermark(context), is(at(NOON + MINUTE - DELAY)));
    // Older than the watermark: the block comes at the watermark.
    assertThat(read(policy, NOON, NOON + 2 * MINUTE), is(at(NOON + MINUTE - DELAY)));
    assertThat(policy.getWatermark(context), is(at(NOON + 2 * MINUTE - DELAY)));
    assertThat(read(policy, NOON - MINUTE), is(at(NOON + 2 * MINUTE - DELAY)));
    assertThat(policy.getWatermark(context), is(at(NOON + 2 * MINUTE - DELAY)));
  }

  @Test
  void onlyCallsThatAreBelievedMoveIt() {
    BlockPolicy policy = policy(Optional.empty());
    TopicBlock.Writer block = new TopicBlock.Writer("t", 0);
    block.add(1, NOON, "{".getBytes(UTF_8));
    // A reject with a time, a call too far ahead of its record, and one of an implausible year.
    block.add(2, NOON, "{\"timestamp\":\"2024-05-01T12:00:00Z\"}".getBytes(UTF_8));
    block.add(3, NOON, Producing.call(NOON + 10 * MINUTE + 1).getBytes(UTF_8));
    block.add(4, TopicBlock.NO_TIMESTAMP, Producing.call(253_402_000_000_000L).getBytes(UTF_8));
    assertThat(policy.getTimestampForRecord(context, record(block.finish(), 4)), is(NOTHING));
    assertThat(policy.getWatermark(context), is(NOTHING));
    assertThat(policy.lastRecords(), is(4));
    block.add(5, NOON, Producing.call(NOON + 10 * MINUTE).getBytes(UTF_8));
    assertThat(
        policy.getTimestampForRecord(context, record(block.finish(), 1)),
        is(at(NOON + 10 * MINUTE)));
  }

  @Test
  void goesOnAtTheWatermarkOfACheckpoint() {
    BlockPolicy policy = policy(Optional.of(at(NOON)));
    assertThat(policy.getWatermark(context), is(at(NOON)));
    assertThat(read(policy, NOON - MINUTE), is(at(NOON)));
    BlockPolicy fresh = policy(Optional.of(NOTHING));
    assertThat(read(fresh, NOON), is(at(NOON)));
  }

  @Test
  void anIdlePartitionFollowsTheOthers() {
    BlockPolicy policy = policy(Optional.empty());
    read(policy, NOON);
    caughtUp(100);
    heads = heads(NOON + 5 * MINUTE, 100);
    nanos = Duration.ofSeconds(10).toNanos() - 1;
    assertThat(policy.getWatermark(context), is(at(NOON - DELAY)));
    nanos++;
    assertThat(policy.getWatermark(context), is(at(NOON + 5 * MINUTE - DELAY)));
    // Awake again: never back, and no wall clock.
    assertThat(read(policy, NOON + MINUTE), is(at(NOON + 5 * MINUTE - DELAY)));
    assertThat(read(policy, NOON + 6 * MINUTE), is(at(NOON + 6 * MINUTE)));
    assertThat(policy.getWatermark(context), is(at(NOON + 6 * MINUTE - DELAY)));
  }

  /** As often as a runner likes; one that starts anew, or goes back, waits again. */
  @Test
  void anotherReaderGoesOnBeingIdle() {
    BlockPolicy first = policy(Optional.empty());
    read(first, NOON);
    caughtUp(100);
    heads = heads(NOON + 5 * MINUTE, 100);
    nanos = Duration.ofSeconds(9).toNanos();
    BlockPolicy next = policy(Optional.of(first.getWatermark(context)), 100);
    nanos = Duration.ofSeconds(10).toNanos();
    assertThat(next.getWatermark(context), is(at(NOON + 5 * MINUTE - DELAY)));
    for (long begin : new long[] {LastRecord.NO_OFFSET, 99}) {
      BlockPolicy other = policy(Optional.of(at(NOON)), begin);
      nanos += Duration.ofSeconds(9).toNanos();
      assertThat(other.getWatermark(context), is(at(NOON)));
    }
  }

  @Test
  void aPartitionThatWasNeverWrittenFollowsToo() {
    BlockPolicy policy = policy(Optional.empty());
    caughtUp(0);
    heads = heads(NOON, 0);
    nanos = Duration.ofSeconds(10).toNanos();
    assertThat(policy.getWatermark(context), is(at(NOON - DELAY)));
  }

  @Test
  void aPartitionWithSomethingToReadDoesNotFollow() {
    BlockPolicy policy = policy(Optional.empty());
    read(policy, NOON);
    heads = heads(NOON + 5 * MINUTE, 100);
    nanos = Duration.ofSeconds(100).toNanos();
    Instant own = at(NOON - DELAY);
    // Nothing is known of its end.
    feed.handedOut(100);
    feed.readTo(100);
    assertThat(policy.getWatermark(context), is(own));
    // A record was not fetched yet, or a transaction is open.
    backlog = 1;
    assertThat(policy.getWatermark(context), is(own));
    // A block was fetched that this policy has not seen.
    feed.handedOut(101);
    feed.readTo(101);
    assertThat(policy.getWatermark(context), is(own));
    // KafkaIO asked for the end before all partitions were looked at: there may be more by now.
    feed.handedOut(100);
    checked = LOOK;
    assertThat(policy.getWatermark(context), is(own));
    // A marker of a transaction is nothing to read.
    checked = LOOK + 1;
    assertThat(policy.getWatermark(context), is(at(NOON + 5 * MINUTE - DELAY)));
  }

  @Test
  void aPartitionBehindItsEndAtTheLookDoesNotFollow() {
    BlockPolicy policy = policy(Optional.empty());
    read(policy, NOON);
    caughtUp(100);
    heads = heads(NOON + 5 * MINUTE, 101);
    nanos = Duration.ofSeconds(100).toNanos();
    assertThat(policy.getWatermark(context), is(at(NOON - DELAY)));
    feed.readTo(101);
    assertThat(policy.getWatermark(context), is(at(NOON + 5 * MINUTE - DELAY)));
  }

  private BlockPolicy policy(Optional<Instant> previous) {
    return policy(previous, LastRecord.NO_OFFSET);
  }

  private BlockPolicy policy(Optional<Instant> previous, long nextOffset) {
    TopicSettings settings = new TopicSettings("b", topic, "g", TopicSettings.EARLIEST, Map.of());
    LastRecord last = new LastRecord(settings, 0, nextOffset, () -> nanos);
    return new BlockPolicy(0, TIMES, previous, feed, Optional.of(() -> heads), last);
  }

  private static TopicHeads.Heads heads(long latest, long end) {
    return new TopicHeads.Heads(latest, Map.of(new TopicPartition("t", 0), end), LOOK);
  }

  private void caughtUp(long end) {
    feed.handedOut(end);
    feed.readTo(end);
    backlog = 0;
  }

  private Instant read(BlockPolicy policy, long... times) {
    TopicBlock.Writer block = new TopicBlock.Writer("t", 0);
    for (long time : times) {
      block.add(offset, NOON, Producing.call(time).getBytes(UTF_8));
    }
    return policy.getTimestampForRecord(context, record(block.finish(), times.length));
  }

  private KafkaRecord<byte[], byte[]> record(byte[] block, int records) {
    return new KafkaRecord<>(
        "t",
        0,
        offset,
        -1,
        KafkaTimestampType.NO_TIMESTAMP_TYPE,
        new RecordHeaders(),
        EventSpan.of(block, records, TIMES, TIMES.format().newParser()).encode(),
        block);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
