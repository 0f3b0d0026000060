package io.tallybeam.archive;

/**
 * Takes the lines of a slice, in the order of the file.
 *
 * <p>Every buffer is reused: its bytes are valid during the call only. A position is the offset of
 * the line's first byte in the file's <em>uncompressed</em> bytes.
 */
public interface EventLines {

  /**
   * A line, without its line feed or carriage return and line feed. It is never empty or all white
   * space.
   */
  void line(byte[] buffer, int offset, int length, long position);

  /**
   * A line that is longer than is read.
   *
   * @param prefix holds as many of its first bytes as the longest readable line has
   * @param totalLength the bytes of the whole line, without its line end
   */
  void tooLong(byte[] prefix, int offset, int length, long position, long totalLength);

  /**
   * Says how far the reading is, every few hundred kilobytes.
   *
   * @param bytesOfFile the bytes of the file (compressed ones, if it is compressed) that were read
   *     since the last call, above 0; over a slice that is read to its end the sum is {@code end -
   *     start}
   */
  void progress(long bytesOfFile);
}
