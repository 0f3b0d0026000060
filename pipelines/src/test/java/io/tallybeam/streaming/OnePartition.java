package io.tallybeam.streaming;

import io.tallybeam.topic.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;

/** Calls as they come in the one partition of a topic, and the time that the stream knows. */
final class OnePartition {

  /** The delay of the watermark unless options say otherwise. */
  private static final long DELAY = 30_000;

  private TestStream.Builder<byte[]> stream = TestStream.create(ByteArrayCoder.of());
  private long watermark = ReadBlock.NONE;
  private long offset;

  /** A block of calls, a record each. The watermark follows the last of their times. */
  OnePartition read(TestCall... calls) {
    List<TopicRecord> records = new ArrayList<>();
    long earliest = Long.MAX_VALUE;
    long behind = watermark;
    for (TestCall call : calls) {
      records.add(call.record(offset++));
      if (call.believed()) {
        earliest = Math.min(earliest, call.time().toEpochMilli());
        behind = Math.max(behind, call.time().toEpochMilli() - DELAY);
      }
    }
    long timestamp = earliest == Long.MAX_VALUE ? watermark : Math.max(watermark, earliest);
    stream =
        stream.addElements(
            TimestampedValue.of(
                TopicRecord.block(TopicScript.TOPIC, 0, records), ReadBlock.instant(timestamp)));
    if (behind > watermark) {
      watermark = behind;
      stream = stream.advanceWatermarkTo(ReadBlock.instant(watermark));
    }
    return this;
  }

  /** Moves the watermark to {@code time}, by a call of the tenant {@code clock}. */
  OnePartition watermark(String time) {
    return read(
        new TestCall("clock", TestCall.time(time).plusMillis(DELAY), "m", "", "0", -1, true));
  }

  /** The clock of the workers goes on. */
  OnePartition pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      stream = stream.advanceProcessingTime(Duration.standardSeconds(1));
    }
    return this;
  }

  /** No more calls: all that waits comes due. */
  TestStream<byte[]> end() {
    return stream
        .advanceWatermarkTo(ReadBlock.instant(TestCall.time("23:59:59").toEpochMilli()))
        .advanceProcessingTime(Duration.standardMinutes(5))
        .advanceProcessingTime(Duration.standardMinutes(5))
        .advanceWatermarkToInfinity();
  }
}
