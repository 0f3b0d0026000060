package io.tallybeam.topic;

import io.tallybeam.archive.LineFeed;
import io.tallybeam.bytes.ByteOrderMark;
import io.tallybeam.bytes.SchemaHeader;
import io.tallybeam.fold.EventReader;
import java.io.IOException;

/**
 * Reads the events of blocks: the lines of the values of their records.
 *
 * <p>A value without a line feed is one event. Empty values and blank lines are none; a byte order
 * mark or a schema's header at the start of a value and a carriage return before a line feed belong
 * to no line. The positions given out are indexes in the block.
 *
 * @param maxLineBytes the longest line that is read
 * @param aheadToleranceMillis how far an event may be ahead of its record's own time to be believed
 */
public record TopicEvents(int maxLineBytes, long aheadToleranceMillis)
    implements EventReader<byte[]> {

  /** The origin is {@code topic/partition/offset}, and the position in the record's value. */
  @Override
  public Origin origin(byte[] element, long position) {
    TopicBlock block = new TopicBlock(element);
    if (!block.seek(position)) {
      throw new IllegalArgumentException("no record at " + position);
    }
    String name = block.topic() + "/" + block.partition() + "/" + block.offset();
    return new Origin(name, position - block.valueStart());
  }

  @Override
  public void read(byte[] element, Events events) throws IOException {
    TopicBlock block = new TopicBlock(element);
    while (block.next()) {
      events.believeUntil(believedUntil(block.timestamp()));
      lines(block, events);
    }
  }

  private long believedUntil(long timestamp) {
    boolean unbounded =
        timestamp == TopicBlock.NO_TIMESTAMP || timestamp > Long.MAX_VALUE - aheadToleranceMillis;
    return unbounded ? Long.MAX_VALUE : timestamp + aheadToleranceMillis;
  }

  private void lines(TopicBlock block, Events events) throws IOException {
    byte[] bytes = block.bytes();
    int start = block.valueStart();
    int end = start + block.valueLength();
    int from = start;
    if (SchemaHeader.begins(bytes, start, end)) {
      from += SchemaHeader.BYTES;
    } else if (ByteOrderMark.begins(bytes, start, end)) {
      from += ByteOrderMark.BYTES;
    }
    while (from < end) {
      int lineFeed = block.hasLineFeed() ? LineFeed.indexOf(bytes, from, end) : end;
      int to = lineFeed > from && bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
      if (!isBlank(bytes, from, to)) {
        line(bytes, from, to - from, events);
      }
      from = lineFeed + 1;
    }
  }

  private void line(byte[] bytes, int from, int length, Events events) throws IOException {
    if (length > maxLineBytes) {
      events.tooLong(bytes, from, maxLineBytes, from, length);
    } else {
      events.event(bytes, from, length, from);
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
      i++;
    }
    return i == to;
  }
}
