package io.tallybeam.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Compresses, for tests of decompressing. */
final class Packed {
  private Packed() {}

  static OutputStream stream(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case PLAIN -> out;
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
      case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
    };
  }

  static byte[] bytes(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packing = stream(compression, out)) {
      packing.write(plain);
    }
    return out.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
