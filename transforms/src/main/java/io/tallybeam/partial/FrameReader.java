package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a block frame by frame. */
public final class FrameReader implements Closeable {

  private final InputStream in;
  private final DataInputStream data;

  /** Reads {@code block} from {@code store}. */
  public FrameReader(Block block, BlockStore store) throws IOException {
    this.in = store.open(block);
    this.data = new DataInputStream(in);
  }

  /** The bytes of the next frame, or an empty array behind the last one. */
  public byte[] nextFrame() throws IOException {
    int first = in.read();
    if (first < 0) {
      return new byte[0];
    }
    byte[] header = new byte[8];
    header[0] = (byte) first;
    data.readFully(header, 1, 7);
    byte[] frame = new byte[(int) new ByteReader(header, 0, 8).readFixedLong()];
    data.readFully(frame);
    if (frame.length == 0) {
      throw new EOFException("an empty frame");
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
