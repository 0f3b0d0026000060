package io.tallybeam.raw;

import com.github.luben.zstd.ZstdInputStream;
import io.tallybeam.archive.ArchiveFile;
import io.tallybeam.archive.ArchiveFiles;
import io.tallybeam.archive.ArchiveReader;
import io.tallybeam.archive.ArchiveSlice;
import io.tallybeam.archive.EventLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A raw archive, looked at from outside.
 *
 * @param folder where it is
 */
public record ArchivedFolder(Path folder) {

  private static final Pattern NAME =
      Pattern.compile("(.*)-(\\d+)-(\\d{20})-(\\d{20})[.]ndjson[.]zst");

  /**
   * A published file.
   *
   * @param path relative to the archive
   */
  public record Published(String path, String topic, int partition, long first, long last) {}

  /** The published files, by topic, partition and offset. */
  public List<Published> published() throws IOException {
    List<Published> files = new ArrayList<>();
    for (String path : paths()) {
      Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
      if (!path.startsWith(".tmp/") && name.matches()) {
        files.add(
            new Published(
                path,
                name.group(1),
                Integer.parseInt(name.group(2)),
                Long.parseLong(name.group(3)),
                Long.parseLong(name.group(4))));
      } else if (!path.startsWith(".tmp/")) {
        throw new AssertionError("what is " + path + "?");
      }
    }
    files.sort(
        Comparator.comparing(Published::topic)
            .thenComparing(Published::partition)
            .thenComparing(Published::first));
    return files;
  }

  /** The published files of a partition, by offset; fails where two overlap. */
  public List<Published> published(String topic, int partition) throws IOException {
    List<Published> files = new ArrayList<>(published());
    files.removeIf(file -> !file.topic().equals(topic) || file.partition() != partition);
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).first() <= files.get(i - 1).last()) {
        throw new AssertionError(files.get(i - 1) + " and " + files.get(i) + " overlap");
      }
    }
    return files;
  }

  /** The files that are not published. */
  List<String> unpublished() throws IOException {
    return paths().stream().filter(path -> path.startsWith(".tmp/")).toList();
  }

  /** All bytes of a partition, unpacked by zstd's own reader. */
  String bytes(String topic, int partition) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Published file : published(topic, partition)) {
      try (InputStream in =
          new ZstdInputStream(Files.newInputStream(folder.resolve(file.path())))) {
        all.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  /** All lines of a partition, as a backfill finds them. */
  List<String> lines(String topic, int partition) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Published file : published(topic, partition)) {
      for (ArchiveFile found :
          ArchiveFiles.match(List.of(folder.resolve(file.path()).toString())).files()) {
        for (ArchiveSlice slice : found.slices(1 << 20)) {
          new ArchiveReader().read(slice, new Lines(lines));
        }
      }
    }
    return lines;
  }

  private List<String> paths() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            paths.add(folder.relativize(file).toString());
            return FileVisitResult.CONTINUE;
          }

          /** A job that runs publishes and removes files meanwhile. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Collections.sort(paths);
    return paths;
  }

  private record Lines(List<String> lines) implements EventLines {
    @Override
    public void line(byte[] buffer, int offset, int length, long position) {
      lines.add(new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void tooLong(byte[] prefix, int offset, int length, long position, long totalLength) {
      throw new AssertionError("a line of " + totalLength + " bytes");
    }

    @Override
    public void progress(long bytesOfFile) {}
  }
}
