package io.tallybeam.spill;

import io.tallybeam.error.UserError;
import io.tallybeam.partial.BlockStore;
import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of its own for the blocks of one run, deleted at its end and when the process ends. */
public final class SpillFolder implements AutoCloseable {

  private final Path folder;
  private final Thread atExit;

  private SpillFolder(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(() -> LocalBlockStore.delete(folder), "delete-spill");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Makes a folder in {@code --spillFolder}, which is made too.
   *
   * @param option empty for the temporary folder of the system
   * @throws UserError if it is not local or cannot be made
   */
  public static SpillFolder in(String option) {
    String parent = option.isEmpty() ? System.getProperty("java.io.tmpdir") : option;
    try {
      Path made = LocalFolder.make(LocalFolder.of("spillFolder", parent));
      return new SpillFolder(Files.createTempDirectory(made, "tallybeam-"));
    } catch (IOException e) {
      throw new UserError(
          "--spillFolder=" + parent + ": the folder cannot be written to; give another", e);
    }
  }

  /** The store of the blocks. */
  public BlockStore store() {
    return LocalBlockStore.in(folder);
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  @Override
  public void close() {
    LocalBlockStore.delete(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook with it.
    }
  }
}
