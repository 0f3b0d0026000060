package io.tallybeam.partial;

import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;

/**
 * Packs records into a block of frames, so that a reader needs one frame at a time in memory.
 *
 * <p>A frame is its length and its records; no record is cut by a frame's end.
 */
public final class FrameWriter {

  /** A frame is closed behind the record that reaches this size. */
  private static final int FRAME_BYTES = 32 << 10;

  private final ByteWriter closed = new ByteWriter(64);
  private final ByteWriter open = new ByteWriter(256);

  /** No records. */
  public FrameWriter() {}

  /** Where the next record is written. Call {@link #endRecord} behind it. */
  public ByteWriter record() {
    return open;
  }

  /** Ends a record. */
  public void endRecord() {
    if (open.size() >= FRAME_BYTES) {
      closeFrame();
    }
  }

  private void closeFrame() {
    if (open.size() > 0) {
      closed.writeFixedLong(open.size());
      closed.writeBytes(open.array(), 0, open.size());
      open.reset();
    }
  }

  /** The bytes written so far. */
  public int size() {
    return closed.size() + open.size();
  }

  /** Puts all records into {@code store}, and forgets them. */
  public Block finish(BlockStore store) throws IOException {
    closeFrame();
    Block block = store.put(closed.array(), closed.size());
    closed.reset();
    return block;
  }
}
