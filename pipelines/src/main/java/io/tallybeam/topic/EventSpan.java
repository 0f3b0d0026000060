package io.tallybeam.topic;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.EventParser;
import io.tallybeam.event.Parsed;
import io.tallybeam.fold.EventReader;
import io.tallybeam.live.PartitionClock;
import java.io.IOException;

/**
 * The times of the calls in a block, as far as they are believed.
 *
 * @param earliestMillis {@link PartitionClock#NONE} if there is no call
 * @param latestMillis {@link PartitionClock#NONE} if there is no call
 * @param records how many records the block has
 */
record EventSpan(long earliestMillis, long latestMillis, int records) {

  /** The span of {@code block}, which has {@code records} records, read by {@code parser}. */
  static EventSpan of(byte[] block, int records, TopicTimes times, EventParser parser) {
    Calls calls = new Calls(times, parser);
    try {
      times.events().read(block, calls);
    } catch (IOException e) {
      throw new AssertionError("reading bytes in memory", e);
    }
    return calls.isEmpty()
        ? new EventSpan(PartitionClock.NONE, PartitionClock.NONE, records)
        : new EventSpan(calls.earliest, calls.latest, records);
  }

  boolean isEmpty() {
    return latestMillis == PartitionClock.NONE;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(24);
    out.writeFixedLong(earliestMillis);
    out.writeFixedLong(latestMillis);
    out.writeVarLong(records);
    return out.toByteArray();
  }

  static EventSpan decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    return new EventSpan(in.readFixedLong(), in.readFixedLong(), (int) in.readVarLong());
  }

  private static final class Calls implements EventReader.Events {
    private final TopicTimes times;
    private final EventParser parser;
    private long believedUntil;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    Calls(TopicTimes times, EventParser parser) {
      this.times = times;
      this.parser = parser;
    }

    boolean isEmpty() {
      return earliest > latest;
    }

    @Override
    public void believeUntil(long latestMillis) {
      believedUntil = latestMillis;
    }

    @Override
    public void event(byte[] buffer, int offset, int length, long position) {
      long time = parser.callTime(buffer, offset, length);
      if (time != Parsed.NO_TIME && time <= believedUntil && times.plausible().contains(time)) {
        earliest = Math.min(earliest, time);
        latest = Math.max(latest, time);
      }
    }

    @Override
    public void tooLong(byte[] buffer, int offset, int length, long position, long totalLength) {
      // Is not parsed, so it has no time.
    }
  }
}
