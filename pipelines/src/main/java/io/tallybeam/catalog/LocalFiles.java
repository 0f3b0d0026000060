package io.tallybeam.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files for Iceberg.
 *
 * <p>Hadoop's own start a process for each file that is made, to set its permissions, and write a
 * second one with checksums, which Parquet and Avro have in them.
 */
public final class LocalFiles extends RawLocalFileSystem {

  /** Made by Hadoop. */
  public LocalFiles() {}

  /** A configuration by which local files are these. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.file.impl", LocalFiles.class, LocalFiles.class);
    return configuration;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    try {
      Files.setPosixFilePermissions(pathToFile(path).toPath(), posix(permission));
    } catch (UnsupportedOperationException e) {
      // A file system without such permissions.
    }
  }

  private static Set<PosixFilePermission> posix(FsPermission permission) {
    return PosixFilePermissions.fromString(
        permission.getUserAction().SYMBOL
            + permission.getGroupAction().SYMBOL
            + permission.getOtherAction().SYMBOL);
  }
}
