package io.tallybeam.partial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps blocks in memory and watches how much of each is read, and which are still open. */
final class WatchedStore implements BlockStore {

  private static final long serialVersionUID = 1;

  private final transient Map<Block, byte[]> blocks = new HashMap<>();
  private transient long bytesRead;
  private transient int open;

  long bytesRead() {
    return bytesRead;
  }

  int open() {
    return open;
  }

  @Override
  public int blockBytes() {
    return 32 << 20;
  }

  @Override
  public Block put(List<byte[]> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    Block block = new Block.Stored("memory", blocks.size(), bytes.size());
    blocks.put(block, bytes.toByteArray());
    return block;
  }

  @Override
  public InputStream open(Block block) {
    open++;
    return new FilterInputStream(new ByteArrayInputStream(blocks.get(block))) {

      @Override
      public int read() throws IOException {
        int read = super.read();
        bytesRead += read < 0 ? 0 : 1;
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        bytesRead += Math.max(0, read);
        return read;
      }

      @Override
      public void close() throws IOException {
        open--;
        super.close();
      }
    };
  }
}
