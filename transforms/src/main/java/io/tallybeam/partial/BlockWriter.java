package io.tallybeam.partial;

import io.tallybeam.bytes.ByteWriter;
import java.io.IOException;

/** Writes the sorted records of one group to a block, or to several where it would be too large. */
final class BlockWriter {

  private final GroupKey group;
  private final BlockStore store;
  private final PartialFold.Output output;
  private final FrameWriter frames = new FrameWriter();

  BlockWriter(GroupKey group, BlockStore store, PartialFold.Output output) {
    this.group = group;
    this.store = store;
    this.output = output;
  }

  /** Where the next record is written. Call {@link #endRecord} behind it. */
  ByteWriter record() {
    return frames.record();
  }

  void endRecord() throws IOException {
    frames.endRecord();
    if (frames.size() >= store.blockBytes()) {
      output.emit(group, frames.finish(store));
    }
  }

  /** Emits what is left. */
  void finish() throws IOException {
    if (frames.size() > 0) {
      output.emit(group, frames.finish(store));
    }
  }
}
