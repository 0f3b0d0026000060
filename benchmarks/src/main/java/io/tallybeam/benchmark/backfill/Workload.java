package io.tallybeam.benchmark.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that are read.
 *
 * @param folder where they are, and nothing else that has no name with a dot in front
 * @param events how many events are in them, each of which counts
 * @param tenants how many tenants they were made with
 */
record Workload(Path folder, long events, long tenants) {

  private static final String NAMES = "*.ndjson*";

  String glob() {
    return folder.resolve(NAMES).toString();
  }

  /** Reads all of them, so that each run finds them in the page cache; gives their bytes. */
  long warm() throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[1 << 20];
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAMES)) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
          }
        }
      }
    }
    return bytes;
  }
}
