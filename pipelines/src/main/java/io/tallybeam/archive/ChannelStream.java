package io.tallybeam.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;

/** The bytes of a file as they are stored, counted. */
final class ChannelStream extends InputStream {
  private static final int SKIP_BYTES = 1 << 16;

  private final ReadableByteChannel channel;
  private long position;
  private boolean ended;
  private boolean failed;

  private ChannelStream(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** Opens a file of any file system that Beam knows. */
  static ChannelStream open(String path) throws IOException {
    return new ChannelStream(FileSystems.open(FileSystems.matchNewResource(path, false)));
  }

  /** The offset in the file of the byte that is read next. */
  long position() {
    return position;
  }

  /** Whether the end of the file was met. */
  boolean ended() {
    return ended;
  }

  /** Whether the file system, not the content, is to blame for an error. */
  boolean failed() {
    return failed;
  }

  /** Goes on to a byte of the file that was not read yet, at best without reading those between. */
  void advance(long target) throws IOException {
    if (channel instanceof SeekableByteChannel seekable) {
      seekable.position(target);
      position = target;
      return;
    }
    byte[] skipped = new byte[SKIP_BYTES];
    while (position < target) {
      if (read(skipped, 0, (int) Math.min(skipped.length, target - position)) < 0) {
        throw new EOFException("the file has only " + position + " bytes");
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    int count;
    try {
      do {
        count = channel.read(buffer);
      } while (count == 0);
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
    if (count < 0) {
      ended = true;
      return -1;
    }
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
