package io.tallybeam.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The uncompressed bytes of one or more zstd frames.
 *
 * <p>ZstdInputStream would do, if it did not take a later frame that is cut off for the end of the
 * data, whenever that frame begins in the same read as the frame before it ends.
 */
final class ZstdStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 17;

  private final InputStream file;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final byte[] chunk = new byte[BUFFER_BYTES];
  private final ByteBuffer compressed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

  /** Whether all frames begun have ended; false before the first. */
  private boolean complete;

  /** Whether zstd may hold more output than there was room for, as its contract allows. */
  private boolean pending;

  ZstdStream(InputStream file) {
    this.file = file;
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
    while (!plain.hasRemaining()) {
      if (!pending && !compressed.hasRemaining() && !refill()) {
        if (!complete) {
          throw new EOFException("a frame is cut off");
        }
        return -1;
      }
      decompress();
    }
    int count = Math.min(length, plain.remaining());
    plain.get(bytes, offset, count);
    return count;
  }

  private boolean refill() throws IOException {
    int count = file.read(chunk, 0, chunk.length);
    if (count < 0) {
      return false;
    }
    compressed.clear().put(chunk, 0, count).flip();
    return true;
  }

  private void decompress() throws IOException {
    plain.clear();
    try {
      complete = zstd.decompressDirectByteBufferStream(plain, compressed);
    } catch (ZstdException e) {
      // This call gives the code without its sign, so that the exception finds no text for it.
      throw new IOException(Zstd.getErrorName(-Math.abs(e.getErrorCode())), e);
    }
    pending = !complete && !plain.hasRemaining();
    plain.flip();
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    file.close();
  }
}
