package io.tallybeam.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a reader says. */
final class RecordedLines implements EventLines {

  /**
   * A line that was handed out.
   *
   * @param text its bytes, or the prefix of it that was handed out, one character a byte
   * @param length the bytes of the whole line
   */
  record Line(long position, String text, long length) {}

  final List<Line> lines = new ArrayList<>();
  final List<Long> progress = new ArrayList<>();
  int largestBuffer;

  @Override
  public void line(byte[] buffer, int offset, int length, long position) {
    add(buffer, offset, length, position, length);
  }

  @Override
  public void tooLong(byte[] prefix, int offset, int length, long position, long totalLength) {
    if (length >= totalLength) {
      throw new AssertionError("a line of " + totalLength + " bytes is not too long");
    }
    add(prefix, offset, length, position, totalLength);
  }

  @Override
  public void progress(long bytesOfFile) {
    if (bytesOfFile <= 0) {
      throw new AssertionError("progress of " + bytesOfFile);
    }
    progress.add(bytesOfFile);
  }

  long progressSum() {
    return progress.stream().mapToLong(Long::longValue).sum();
  }

  private void add(byte[] buffer, int offset, int length, long position, long total) {
    largestBuffer = Math.max(largestBuffer, buffer.length);
    lines.add(new Line(position, new String(buffer, offset, length, ISO_8859_1), total));
  }

  /** The lines of some content, worked out the plain way. */
  static List<Line> expected(byte[] content, int maxLineBytes) {
    String text = new String(content, ISO_8859_1);
    List<Line> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int lineFeed = text.indexOf('\n', start);
      int end = lineFeed < 0 ? text.length() : lineFeed;
      int from = start == 0 && text.startsWith("\u00ef\u00bb\u00bf") ? 3 : start;
      String line = text.substring(from, end);
      line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!line.matches("[ \t\r]*")) {
        String kept = line.substring(0, Math.min(line.length(), maxLineBytes));
        lines.add(new Line(from, kept, line.length()));
      }
      start = end + 1;
    }
    return lines;
  }
}
