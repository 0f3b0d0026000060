package io.tallybeam.flink;

import io.tallybeam.storage.LocalFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a stream of this process keeps its checkpoints, which hold events: a folder of the user,
 * since one that another user made could not be written to.
 */
final class CheckpointFolder {

  private CheckpointFolder() {}

  /** Where it is, be it there or not. */
  static Path path() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "tallybeam-checkpoints-" + System.getProperty("user.name"));
  }

  /** Makes it, if it is not there, and lets nobody else look into it. */
  static void make(Path folder) {
    try {
      Files.setPosixFilePermissions(
          LocalFolder.make(folder), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException | UnsupportedOperationException e) {
      // Without such permissions, or somebody else's: Flink tells where it cannot write.
    }
  }
}
