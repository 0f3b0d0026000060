package io.tallybeam.streaming;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** The blocks of a script in a {@link TestStream}: timers of all kinds fire at odd places. */
final class TestStreamFeed {

  private static final long WINDOW = 15 * 60 * 1000;
  private static final Instant FAR = Instant.parse("2090-01-01T00:00:00Z");

  private final Random random;
  private final Duration tick;
  private final Map<ReadBlock.RowKey, Integer> afterEnd = new HashMap<>();
  private TestStream.Builder<byte[]> stream = TestStream.create(ByteArrayCoder.of());
  private long told = ReadBlock.NONE;

  private TestStreamFeed(long seed, Duration tick) {
    this.random = new Random(seed);
    this.tick = tick;
  }

  /** Feeds {@code blocks}; the clock of the workers goes on by {@code tick} or so at a time. */
  static TestStreamFeed of(List<ReadBlock> blocks, long seed, Duration tick) {
    TestStreamFeed feed = new TestStreamFeed(seed, tick);
    blocks.forEach(feed::add);
    return feed;
  }

  private void add(ReadBlock block) {
    for (ReadBlock.RowKey row : block.rows()) {
      if (told >= row.window().toEpochMilli() + WINDOW) {
        afterEnd.merge(row, 1, Integer::sum);
      }
    }
    stream =
        stream.addElements(
            TimestampedValue.of(block.bytes(), ReadBlock.instant(block.timestampMillis())));
    if (random.nextInt(3) == 0) {
      pass((long) (tick.getMillis() * 2 * random.nextDouble()));
    }
    if (block.watermark() > told && random.nextInt(4) > 0) {
      told = block.watermark();
      stream = stream.advanceWatermarkTo(Instant.ofEpochMilli(told));
    }
    if (random.nextInt(5) == 0) {
      pass(1);
    }
  }

  private void pass(long millis) {
    stream = stream.advanceProcessingTime(Duration.millis(1 + millis));
  }

  /** The stream; in the end all windows close, and all that waits comes due. */
  TestStream<byte[]> stream() {
    stream = stream.advanceWatermarkTo(FAR);
    for (int i = 0; i < 4; i++) {
      stream = stream.advanceProcessingTime(Duration.standardHours(1));
    }
    return stream.advanceWatermarkToInfinity();
  }

  /** In how many blocks a row was touched after the watermark had passed the end of its window. */
  Map<ReadBlock.RowKey, Integer> touchedAfterEnd() {
    return afterEnd;
  }
}
