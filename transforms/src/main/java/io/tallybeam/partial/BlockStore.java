package io.tallybeam.partial;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/**
 * Where blocks lie while they cross the runner.
 *
 * <p>A runner with a shuffle of its own carries them {@link #INLINE}. The Direct runner keeps every
 * element in memory: there a store on the local disk keeps the heap flat in the number of events.
 */
public interface BlockStore extends Serializable {

  /**
   * Flink sorts elements in buffers that it divides its managed memory into, and takes none that is
   * larger than one: 13 MB for two workers in a heap of 2 GB, 1 MB for twenty-four.
   */
  int INLINE_BYTES = 1 << 20;

  /** Blocks that travel as elements. */
  BlockStore INLINE =
      new BlockStore() {
        private static final long serialVersionUID = 1;

        @Override
        public int blockBytes() {
          return INLINE_BYTES;
        }

        @Override
        public Block put(List<byte[]> parts) {
          byte[] bytes = new byte[parts.stream().mapToInt(part -> part.length).sum()];
          int at = 0;
          for (byte[] part : parts) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
          }
          return new Block.Inline(bytes);
        }

        @Override
        public InputStream open(Block block) {
          if (block instanceof Block.Inline inline) {
            return new ByteArrayInputStream(inline.bytes());
          }
          throw new IllegalArgumentException("a block of another store: " + block);
        }
      };

  /** A block ends behind the record that reaches this size. */
  int blockBytes();

  /** Keeps the bytes of all {@code parts}, one behind the other. They may be reused afterwards. */
  Block put(List<byte[]> parts) throws IOException;

  /** Reads what {@link #put} kept. */
  InputStream open(Block block) throws IOException;
}
