package io.tallybeam.partial;

import io.tallybeam.bytes.ByteReader;
import io.tallybeam.measure.Measures;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Merges the sorted blocks of one group: every key once, in order, with the sum of its measures.
 *
 * <p>Holds one frame a block, however many keys there are.
 *
 * @param <M> the measures of the table
 */
public final class PartialMerge<M extends Measures<M>> implements Closeable {

  /** Takes the merged keys in ascending order. */
  @FunctionalInterface
  public interface Output<M> {
    /** One key and all of its measures. */
    void row(Key key, M measures) throws IOException;
  }

  private final Function<ByteReader, M> decode;
  private final List<Cursor> cursors = new ArrayList<>();
  private @Nullable PriorityQueue<Cursor> queue;
  private Key key;
  private M measures;

  /** Merges {@code blocks}, whose measures {@code decode} reads. */
  public PartialMerge(Iterable<Block> blocks, BlockStore store, Function<ByteReader, M> decode)
      throws IOException {
    this.decode = decode;
    try {
      for (Block block : blocks) {
        cursors.add(new Cursor(new FrameReader(block, store)));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Gives every key to {@code output}. Call once, and nothing else. */
  public void forEach(Output<M> output) throws IOException {
    while (next()) {
      output.row(key, measures);
    }
  }

  /** Goes to the next key, the first at first; false behind the last one. */
  public boolean next() throws IOException {
    if (queue == null) {
      queue = new PriorityQueue<>(cursors.size() + 1);
      for (Cursor cursor : cursors) {
        if (cursor.next()) {
          queue.add(cursor);
        }
      }
    }
    if (queue.isEmpty()) {
      return false;
    }
    key = queue.peek().key;
    measures = take(queue);
    while (!queue.isEmpty() && queue.peek().key.equals(key)) {
      measures.merge(take(queue));
    }
    return true;
  }

  /** The key that {@link #next} went to. */
  public Key key() {
    return key;
  }

  /** All measures of {@link #key}. */
  public M measures() {
    return measures;
  }

  private M take(PriorityQueue<Cursor> queue) throws IOException {
    Cursor cursor = queue.poll();
    M measures = cursor.measures;
    if (cursor.next()) {
      queue.add(cursor);
    }
    return measures;
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : cursors) {
      cursor.frames.close();
    }
  }

  private final class Cursor implements Comparable<Cursor> {
    private final FrameReader frames;
    private ByteReader records = new ByteReader(new byte[0], 0, 0);
    private Key key;
    private M measures;

    Cursor(FrameReader frames) {
      this.frames = frames;
    }

    boolean next() throws IOException {
      if (!records.hasRemaining()) {
        byte[] frame = frames.nextFrame();
        if (frame.length == 0) {
          return false;
        }
        records = new ByteReader(frame, 0, frame.length);
      }
      key = Key.read(records);
      measures = decode.apply(records);
      return true;
    }

    @Override
    public int compareTo(Cursor other) {
      return key.compareTo(other.key);
    }
  }
}
