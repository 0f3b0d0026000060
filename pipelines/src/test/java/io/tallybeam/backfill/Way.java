package io.tallybeam.backfill;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A way to archive lines and to read them again, which must not show in any table.
 *
 * @param extensions of the files, in turn
 * @param files how many there are
 * @param untidy byte order marks, CR LF, blank lines, no line feed at the end
 * @param sliceBytes how much of a plain file is one piece of work
 * @param shards into how many parts windows are divided
 * @param parallelism workers of the runner
 * @param spill whether blocks lie on the disk
 * @param runner the runner
 */
public record Way(
    List<String> extensions,
    int files,
    boolean untidy,
    long sliceBytes,
    int shards,
    int parallelism,
    boolean spill,
    Runner runner) {

  /** The runners that must agree. */
  public enum Runner {
    DIRECT,
    FLINK
  }

  /** On the Direct runner. */
  public Way(
      List<String> extensions,
      int files,
      boolean untidy,
      long sliceBytes,
      int shards,
      int parallelism,
      boolean spill) {
    this(extensions, files, untidy, sliceBytes, shards, parallelism, spill, Runner.DIRECT);
  }

  /** The same on the Flink runner, whose own shuffle carries the blocks. */
  Way onFlink() {
    return new Way(extensions, files, untidy, sliceBytes, shards, parallelism, false, Runner.FLINK);
  }

  /** Writes shuffled lines to files in {@code folder}; gives what is in each, uncompressed. */
  public Map<Path, byte[]> write(Path folder, List<ArchivedLine> lines, Random random)
      throws IOException {
    List<ArchivedLine> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    Map<Path, byte[]> written = new HashMap<>();
    for (int file = 0; file < files; file++) {
      List<ArchivedLine> own =
          shuffled.subList(file * shuffled.size() / files, (file + 1) * shuffled.size() / files);
      String extension = extensions.get(file % extensions.size());
      byte[] plain = text(own, random).getBytes(StandardCharsets.UTF_8);
      Path path = folder.resolve("part-" + file + extension);
      Files.write(path, pack(extension, plain));
      written.put(path, plain);
    }
    return written;
  }

  private String text(List<ArchivedLine> lines, Random random) {
    StringBuilder text = new StringBuilder(untidy ? "\ufeff" : "");
    for (ArchivedLine line : lines) {
      text.append(line.text());
      text.append(untidy && random.nextBoolean() ? "\r\n" : "\n");
      text.append(untidy && random.nextInt(20) == 0 ? " \t\n\n" : "");
    }
    return untidy ? text.toString().stripTrailing() : text.toString();
  }

  /** In two members, frames or streams, which are cut in the middle of a line. */
  private static byte[] pack(String extension, byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int half = plain.length / 2;
    try (OutputStream first = packing(extension, packed)) {
      first.write(plain, 0, half);
    }
    try (OutputStream second = packing(extension, packed)) {
      second.write(plain, half, plain.length - half);
    }
    return packed.toByteArray();
  }

  private static OutputStream packing(String extension, OutputStream out) throws IOException {
    return switch (extension) {
      case ".gz" -> new GZIPOutputStream(out);
      case ".zst" -> new ZstdOutputStream(out);
      case ".bz2" -> new BZip2CompressorOutputStream(out, 1);
      default -> out;
    };
  }
}
