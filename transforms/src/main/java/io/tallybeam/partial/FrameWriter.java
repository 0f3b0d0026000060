package io.tallybeam.partial;

import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs records into a block of frames, so that a reader needs one frame at a time in memory.
 *
 * <p>A frame is its length and its records; no record is cut by a frame's end.
 */
public final class FrameWriter {

  /** A frame is closed behind the record that reaches this size. */
  private static final int FRAME_BYTES = 32 << 10;

  private final List<byte[]> closed = new ArrayList<>();
  private final ByteWriter open = new ByteWriter(256);
  private int closedBytes;

  /** No records. */
  public FrameWriter() {}

  /** Where the next record is written. Call {@link #endRecord} behind it. */
  public ByteWriter record() {
    if (open.size() == 0) {
      // Where the length will be.
      open.writeFixedLong(0);
    }
    return open;
  }

  /** Ends a record. */
  public void endRecord() {
    if (open.size() >= Long.BYTES + FRAME_BYTES) {
      closeFrame();
    }
  }

  private void closeFrame() {
    if (open.size() > Long.BYTES) {
      open.setFixedLong(0, open.size() - Long.BYTES);
      closed.add(open.toByteArray());
      closedBytes += open.size();
      open.reset();
    }
  }

  /** The bytes written so far. */
  public int size() {
    return closedBytes + open.size();
  }

  /** Puts all records into {@code store}, and forgets them. */
  public Block finish(BlockStore store) throws IOException {
    closeFrame();
    Block block = store.put(closed);
    closed.clear();
    closedBytes = 0;
    return block;
  }
}
