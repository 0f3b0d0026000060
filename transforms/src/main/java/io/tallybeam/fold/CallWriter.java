package io.tallybeam.fold;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameWriter;
import java.io.IOException;

/**
 * Packs calls into a block that {@link CallReader} reads.
 *
 * <p>A record is the number of the call's names in the block, the names themselves where they occur
 * for the first time, and the length and the bytes of the call.
 */
public final class CallWriter {

  private final FrameWriter frames = new FrameWriter();
  private final NameOrdinals ordinals;

  private final BlockNumbers numbers = new BlockNumbers();
  private final ByteWriter encoded = new ByteWriter(128);

  /**
   * A block without calls.
   *
   * @param ordinals shared by all blocks that a worker writes, at the same time or behind each
   *     other
   */
  public CallWriter(NameOrdinals ordinals) {
    this.ordinals = ordinals;
  }

  /** Adds {@code call}. */
  public void add(Call call) {
    add(call, call.requestId());
  }

  /** Adds {@code call} as if its request id were {@code requestId}. */
  public void add(Call call, String requestId) {
    encoded.reset();
    CallCoding.write(call, requestId, encoded);
    ByteWriter record = frames.record();
    int known = numbers.size();
    int number = numbers.of(ordinals.of(call.names()));
    record.writeVarLong(number);
    if (number == known) {
      call.names().write(record);
    }
    record.writeVarLong(encoded.size());
    record.writeBytes(encoded.array(), 0, encoded.size());
    frames.endRecord();
  }

  /** About how many bytes are held. */
  public int size() {
    return frames.size();
  }

  /** Puts all calls into {@code store}. The writer is of no use afterwards. */
  public Block finish(BlockStore store) throws IOException {
    return frames.finish(store);
  }
}
