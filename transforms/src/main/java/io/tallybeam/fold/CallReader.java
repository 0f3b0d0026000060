package io.tallybeam.fold;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.event.CallNames;
import io.tallybeam.event.NameCache;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.partial.FrameReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the calls of a block that {@link CallWriter} packed, one after the other. */
final class CallReader implements Closeable {

  private final FrameReader frames;
  private final NameCache cache;
  private final List<CallNames> names = new ArrayList<>();
  private byte[] frame = {};
  private ByteReader records = new ByteReader(frame, 0, 0);
  private int number;
  private int offset;
  private int length;

  CallReader(Block block, BlockStore store, NameCache cache) throws IOException {
    this.frames = new FrameReader(block, store);
    this.cache = cache;
  }

  /** Goes to the next call, the first at first; false behind the last one. */
  boolean next() throws IOException {
    if (!records.hasRemaining()) {
      frame = frames.nextFrame();
      if (frame.length == 0) {
        return false;
      }
      records = new ByteReader(frame, 0, frame.length);
    }
    number = (int) records.readVarLong();
    if (number == names.size()) {
      names.add(cache.read(records));
    } else if (number < 0 || number > names.size()) {
      throw new IOException("not a block of calls: names number " + number);
    }
    length = (int) records.readVarLong();
    offset = records.position();
    records.skip(length);
    return true;
  }

  /** The number of the call's names in this block; new ones are numbered on. */
  int number() {
    return number;
  }

  /** The names with that number. */
  CallNames names(int number) {
    return names.get(number);
  }

  /** Holds the bytes of the call. */
  byte[] bytes() {
    return frame;
  }

  /** Where in {@link #bytes} the call starts. */
  int offset() {
    return offset;
  }

  /** How many bytes it has. */
  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
