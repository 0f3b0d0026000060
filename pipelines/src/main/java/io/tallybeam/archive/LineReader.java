package io.tallybeam.archive;

import io.tallybeam.bytes.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines, in place in one buffer that is reused. Only a line that crosses the end
 * of the buffer is moved, to its front. The buffer grows with the lines, up to a chunk more than
 * the longest that is read.
 */
final class LineReader {
  /** Read at a time behind the end of a slice, where only its last line is wanted. */
  private static final int TAIL_BYTES = 1 << 14;

  /** What a line may have besides its own bytes: the mark, and a carriage return. */
  private static final int EXTRA_BYTES = ByteOrderMark.BYTES + 1;

  private final int maxLineBytes;
  private final int chunkBytes;
  private byte[] buffer;

  private InputStream in;
  private EventLines sink;
  private Runnable chunkDone;
  private long end;

  /** The offset in the stream of the buffer's first byte. */
  private long base;

  /** The first byte of the line that is not handed out yet, and the byte after the last read. */
  private int lineStart;

  private int filled;

  LineReader(int maxLineBytes, int chunkBytes) {
    this.maxLineBytes = maxLineBytes;
    this.chunkBytes = chunkBytes;
    this.buffer = new byte[chunkBytes];
  }

  /**
   * Hands out the lines that begin in {@code [start, end)}.
   *
   * @param in the stream, at {@code start - 1}, or at 0 if that is the start
   * @param chunkDone called when all of what was read is worked off
   */
  void read(InputStream in, long start, long end, EventLines sink, Runnable chunkDone)
      throws IOException {
    this.in = in;
    this.sink = sink;
    this.chunkDone = chunkDone;
    this.end = end;
    base = Math.max(0, start - 1);
    lineStart = 0;
    filled = 0;
    if (start == 0 || skipLine()) {
      readLines();
    }
    chunkDone.run();
  }

  /** Goes on behind the first line feed; false if there is none before the end. */
  private boolean skipLine() throws IOException {
    while (base < end && fill()) {
      lineStart = LineFeed.indexOf(buffer, 0, filled) + 1;
      if (lineStart <= filled) {
        return true;
      }
      base += filled;
      filled = 0;
    }
    return false;
  }

  private void readLines() throws IOException {
    int scanned = lineStart;
    while (base + lineStart < end) {
      int owned = (int) Math.min(filled, end - base);
      while (lineStart < owned) {
        int lineFeed = LineFeed.indexOf(buffer, scanned, filled);
        if (lineFeed == filled) {
          break;
        }
        handOut(lineFeed);
        lineStart = lineFeed + 1;
        scanned = lineStart;
      }
      if (base + lineStart >= end) {
        return;
      }
      if (filled - lineStart > maxLineBytes + EXTRA_BYTES) {
        readLongLine();
        scanned = lineStart;
        continue;
      }
      moveToFront();
      scanned = filled;
      if (!fill()) {
        if (lineStart < filled) {
          handOut(filled);
        }
        return;
      }
    }
  }

  private void handOut(int lineEnd) {
    skipMark();
    int to = lineEnd > lineStart && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    int length = to - lineStart;
    if (isBlank(lineStart, to)) {
      return;
    }
    if (length > maxLineBytes) {
      sink.tooLong(buffer, lineStart, maxLineBytes, base + lineStart, length);
    } else {
      sink.line(buffer, lineStart, length, base + lineStart);
    }
  }

  /** Keeps the first bytes of the line, reads over the rest and stops behind its line feed. */
  private void readLongLine() throws IOException {
    skipMark();
    moveToFront();
    long position = base;
    boolean blank = isBlank(0, filled);
    byte last = buffer[filled - 1];
    int lineFeed;
    do {
      base += filled - maxLineBytes;
      filled = maxLineBytes;
      if (!fill()) {
        lineFeed = filled;
        break;
      }
      lineFeed = LineFeed.indexOf(buffer, maxLineBytes, filled);
      blank = blank && isBlank(maxLineBytes, lineFeed);
      last = lineFeed > maxLineBytes ? buffer[lineFeed - 1] : last;
    } while (lineFeed == filled);
    long length = base + lineFeed - position - (last == '\r' ? 1 : 0);
    if (!blank) {
      sink.tooLong(buffer, 0, maxLineBytes, position, length);
    }
    lineStart = Math.min(lineFeed + 1, filled);
  }

  /** A byte order mark at the start of the stream is no part of its first line. */
  private void skipMark() {
    if (base + lineStart == 0 && ByteOrderMark.begins(buffer, lineStart, filled)) {
      lineStart += ByteOrderMark.BYTES;
    }
  }

  private void moveToFront() {
    System.arraycopy(buffer, lineStart, buffer, 0, filled - lineStart);
    base += lineStart;
    filled -= lineStart;
    lineStart = 0;
  }

  /** Reads on behind what is in the buffer; false at the end of the stream. */
  private boolean fill() throws IOException {
    chunkDone.run();
    int largest = maxLineBytes + EXTRA_BYTES + chunkBytes;
    if (filled > buffer.length / 2 && buffer.length < largest) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, largest));
    }
    long before = end - base - filled;
    int room = (int) Math.min(buffer.length - filled, before > 0 ? before : TAIL_BYTES);
    int count;
    try {
      count = in.readNBytes(buffer, filled, room);
    } catch (RuntimeException e) {
      // What a decompressor throws at damaged data, which is not always an IOException.
      throw new IOException(InputException.reason(e), e);
    }
    filled += count;
    return count > 0;
  }

  /** Whether there is only JSON's white space in the buffer between two places. */
  private boolean isBlank(int from, int to) {
    int i = from;
    while (i < to && (buffer[i] == ' ' || buffer[i] == '\t' || buffer[i] == '\r')) {
      i++;
    }
    return i == to;
  }
}
