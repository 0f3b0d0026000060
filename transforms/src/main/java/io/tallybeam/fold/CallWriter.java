package io.tallybeam.fold;

import io.tallybeam.bytes.ByteWriter;
import io.tallybeam.event.Call;
import io.tallybeam.event.CallCoding;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Packs calls into a block that {@link CallReader} reads.
 *
 * <p>A record is the number of the call's names in the block, the names themselves where they occur
 * for the first time, and the length and the bytes of the call.
 */
public final class CallWriter {

  private final FrameWriter frames = new FrameWriter();
  private final NameOrdinals ordinals;

  /** By the ordinal of names one more than their number in this block, or 0. */
  private int[] numbers = new int[16];

  private int known;
  private final ByteWriter encoded = new ByteWriter(128);

  /**
   * A block without calls.
   *
   * @param ordinals shared by all blocks that are written at the same time
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
    int ordinal = ordinals.of(call.names());
    if (ordinal >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(ordinal + 1, numbers.length * 2));
    }
    if (numbers[ordinal] == 0) {
      record.writeVarLong(known++);
      call.names().write(record);
      numbers[ordinal] = known;
    } else {
      record.writeVarLong(numbers[ordinal] - 1L);
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
