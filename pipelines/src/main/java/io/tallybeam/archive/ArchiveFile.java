package io.tallybeam.archive;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An archived file of events.
 *
 * @param path Beam's id of the file, as text: an absolute path or a URI
 * @param size its bytes, as they are stored
 * @param compression how they are to be read
 */
public record ArchiveFile(String path, long size, Compression compression) implements Serializable {

  /** A file whose compression is what its extension says. */
  public static ArchiveFile of(String path, long size) {
    return new ArchiveFile(path, size, Compression.of(path));
  }

  /** About how many bytes of events it holds: JSON packs to an eighth or so. */
  public long estimatedSize() {
    return compression == Compression.PLAIN ? size : Math.multiplyExact(size, 8L);
  }

  /**
   * The slices that hold every line of this file once, in the order of the file: of {@code
   * sliceBytes} each and a shorter last one for a plain file (none if it is empty), else the whole
   * file.
   */
  public List<ArchiveSlice> slices(long sliceBytes) {
    if (sliceBytes <= 0) {
      throw new IllegalArgumentException("a slice of " + sliceBytes + " bytes");
    }
    if (compression != Compression.PLAIN) {
      return List.of(new ArchiveSlice(this, 0, size));
    }
    List<ArchiveSlice> slices = new ArrayList<>();
    for (long start = 0; start < size; ) {
      long end = size - start > sliceBytes ? start + sliceBytes : size;
      slices.add(new ArchiveSlice(this, start, end));
      start = end;
    }
    return slices;
  }
}
