package io.tallybeam.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a file is compressed, as its extension says in upper or lower case. */
public enum Compression {
  /** Not compressed: the only kind that can be read from the middle. */
  PLAIN("", "plain text"),
  /** One or more gzip members. */
  GZIP(".gz", "gzip"),
  /** One or more zstd frames. */
  ZSTD(".zst", "zstd"),
  /** One or more bzip2 streams. */
  BZIP2(".bz2", "bzip2");

  /** How many of a file's first bytes {@link #matches} wants to see. */
  static final int MAGIC_BYTES = 4;

  private static final int READ_BYTES = 1 << 16;

  private final String extension;
  private final String label;

  Compression(String extension, String label) {
    this.extension = extension;
    this.label = label;
  }

  /** The compression of a file of this path or name. */
  public static Compression of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (compression != PLAIN && lower.endsWith(compression.extension)) {
        return compression;
      }
    }
    return PLAIN;
  }

  /** The compression that these first bytes of a file belong to. */
  static Compression ofContent(byte[] head, int length) {
    for (Compression compression : values()) {
      if (compression != PLAIN && compression.matches(head, length)) {
        return compression;
      }
    }
    return PLAIN;
  }

  /** The name for people. */
  String label() {
    return label;
  }

  /** The extension with its dot, empty for {@link #PLAIN}. */
  String extension() {
    return extension;
  }

  /**
   * The uncompressed bytes of a whole file. Several members, frames or streams are read as one;
   * data that ends early or goes on with something else is an {@link IOException}.
   */
  InputStream decompress(InputStream file) throws IOException {
    return switch (this) {
      case PLAIN -> file;
      // Not the JDK's stream: it takes a second member that is cut off, and anything that is not
      // gzip, for the end.
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(file, READ_BYTES))
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdStream(file);
      case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(file, READ_BYTES), true);
    };
  }

  private boolean matches(byte[] head, int length) {
    return switch (this) {
      case PLAIN -> true;
      case GZIP -> startsWith(head, length, 0x1f, 0x8b);
      case ZSTD ->
          startsWith(head, length, 0x28, 0xb5, 0x2f, 0xfd)
              || (length >= 4
                  && (head[0] & 0xf0) == 0x50 // a frame to be skipped
                  && startsWith(head, length, head[0] & 0xff, 0x2a, 0x4d, 0x18));
      case BZIP2 -> startsWith(head, length, 'B', 'Z', 'h');
    };
  }

  private static boolean startsWith(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
