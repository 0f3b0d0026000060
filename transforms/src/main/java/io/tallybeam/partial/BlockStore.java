package io.tallybeam.partial;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Where blocks lie while they cross the runner.
 *
 * <p>A runner with a shuffle of its own carries them {@link #INLINE}. The Direct runner keeps every
 * element in memory: there a store on the local disk keeps the heap flat in the number of events.
 */
public interface BlockStore extends Serializable {

  /** Blocks that travel as elements. */
  BlockStore INLINE =
      new BlockStore() {
        private static final long serialVersionUID = 1;

        @Override
        public Block put(byte[] bytes, int length) {
          return new Block.Inline(Arrays.copyOf(bytes, length));
        }

        @Override
        public InputStream open(Block block) {
          if (block instanceof Block.Inline inline) {
            return new ByteArrayInputStream(inline.bytes());
          }
          throw new IllegalArgumentException("a block of another store: " + block);
        }
      };

  /** Keeps the first {@code length} of {@code bytes}, which may be reused afterwards. */
  Block put(byte[] bytes, int length) throws IOException;

  /** Reads what {@link #put} kept. */
  InputStream open(Block block) throws IOException;
}
