package io.tallybeam.fold;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.partial.FrameWriter;

/** Writes calls into frames: each its length, its window and its canonical bytes. */
public final class CallRecords {

  private final ByteWriter encoded = new ByteWriter(256);

  /** A writer of records. */
  public CallRecords() {}

  /**
   * Adds {@code call}, of the window that starts at {@code windowStart}, to {@code block}.
   *
   * @return how many bytes it has
   */
  public int write(Call call, long windowStart, FrameWriter block) {
    encoded.reset();
    encoded.writeFixedLong(windowStart);
    CallCoding.write(call, encoded);
    block.record().writeVarLong(encoded.size());
    block.record().writeBytes(encoded.array(), 0, encoded.size());
    block.endRecord();
    return encoded.size();
  }
}
