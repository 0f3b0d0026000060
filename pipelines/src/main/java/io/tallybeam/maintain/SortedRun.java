package io.tallybeam.maintain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Rows in the order of their table.
 *
 * @param rows opens them
 * @param bytes about how much memory they take while they are read
 * @param spilled the local file they are in, where they are spilled
 */
record SortedRun(Supplier<CloseableIterable<Record>> rows, long bytes, Optional<Path> spilled) {

  /** Gives the room back. */
  void discard() throws IOException {
    if (spilled.isPresent()) {
      Files.deleteIfExists(spilled.get());
    }
  }
}
