package io.tallybeam.spill;

import io.tallybeam.error.UserError;
import io.tallybeam.partial.Block;
import io.tallybeam.partial.BlockStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps blocks in files of a local folder, which every worker must share: for runners in one
 * process. Each copy of the store appends to a file of its own.
 */
public final class LocalBlockStore implements BlockStore {

  private static final long serialVersionUID = 1;

  /** A worker that is slow to end can put a block into the folder again, but not many times. */
  private static final int ATTEMPTS = 100;

  private final String folder;
  private transient Appender appender = new Appender();

  private LocalBlockStore(String folder) {
    this.folder = folder;
  }

  /** Keeps blocks in {@code folder}, which exists. */
  public static LocalBlockStore in(Path folder) {
    return new LocalBlockStore(folder.toString());
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    appender = new Appender();
  }

  /** Large, since each block opens its file anew. */
  @Override
  public int blockBytes() {
    return 32 << 20;
  }

  @Override
  public Block put(List<byte[]> parts) throws IOException {
    return appender.append(folder, parts);
  }

  @Override
  public InputStream open(Block block) throws IOException {
    if (block instanceof Block.Stored stored) {
      return new BufferedInputStream(new StoredInput(stored), 8 << 10);
    }
    throw new IllegalArgumentException("a block of another store: " + block);
  }

  /**
   * Deletes {@code folder} and all blocks in it, even while a worker of a run that has failed still
   * writes.
   */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      // Under another name no slow worker finds it, to put a new file in while the old ones go.
      Path gone = Files.move(folder, folder.resolveSibling(folder.getFileName() + ".deleted"));
      deleteMoved(gone);
    } catch (IOException e) {
      throw new UncheckedIOException("the spill folder " + folder + " cannot be deleted", e);
    }
  }

  private static void deleteMoved(Path folder) throws IOException {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try (Stream<Path> paths = Files.walk(folder)) {
        List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw cause(e);
        }
      }
    }
  }

  private static IOException cause(Exception e) {
    return e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
  }

  /** Opens its file for each block: blocks are large and few, and no file is left open. */
  private static final class Appender {
    private String location = "";
    private long position;

    synchronized Block append(String folder, List<byte[]> parts) throws IOException {
      if (location.isEmpty()) {
        location = Path.of(folder, "blocks-" + UUID.randomUUID()).toString();
      }
      try (RandomAccessFile file = new RandomAccessFile(location, "rw")) {
        file.seek(position);
        write(file, parts, folder);
      }
      int length = parts.stream().mapToInt(part -> part.length).sum();
      Block block = new Block.Stored(location, position, length);
      position += length;
      return block;
    }

    private static void write(RandomAccessFile file, List<byte[]> parts, String folder) {
      try {
        for (byte[] part : parts) {
          file.write(part);
        }
      } catch (IOException e) {
        // Of a disk that is full the system does not say which one it is.
        throw new UserError(
            "--spillFolder: "
                + folder
                + " cannot be written to ("
                + e.getMessage()
                + "); make room, or give a folder on another disk",
            e);
      }
    }
  }

  /** The bytes of one block. */
  private static final class StoredInput extends InputStream {
    private final Block.Stored block;
    private int read;

    StoredInput(Block.Stored block) {
      this.block = block;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (read == block.length()) {
        return -1;
      }
      // A merge may read thousands of blocks at once: none keeps its file open.
      try (RandomAccessFile file = new RandomAccessFile(block.location(), "r")) {
        file.seek(block.position() + read);
        int count = file.read(buffer, offset, Math.min(length, block.length() - read));
        if (count < 0) {
          throw new IOException("the spill file " + block.location() + " is cut off");
        }
        read += count;
        return count;
      }
    }
  }
}
