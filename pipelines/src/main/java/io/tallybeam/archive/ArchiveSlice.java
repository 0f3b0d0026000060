package io.tallybeam.archive;

import java.io.Serializable;

/**
 * A part of a file: it owns the lines whose first byte lies in {@code [start, end)}, a byte order
 * mark being part of the first line.
 *
 * @param file the file
 * @param start the first byte, as stored; 0 if the file is compressed
 * @param end the byte after the last; the file's size if it is compressed
 */
public record ArchiveSlice(ArchiveFile file, long start, long end) implements Serializable {

  /** Checks that the slice lies in the file, and is all of it if the file is compressed. */
  public ArchiveSlice {
    boolean whole = start == 0 && end == file.size();
    boolean within = 0 <= start && start <= end && end <= file.size();
    if (!within || !(whole || file.compression() == Compression.PLAIN)) {
      throw new IllegalArgumentException("[" + start + ", " + end + ") is no slice of " + file);
    }
  }
}
