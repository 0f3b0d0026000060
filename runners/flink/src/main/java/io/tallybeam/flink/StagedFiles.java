package io.tallybeam.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybeam.error.UserError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.options.FileStagingOptions;

/**
 * What a job brings to a cluster. Flink stores every file apart when a job is submitted, and each
 * TaskManager asks for every one apart: a hundred jars take some ten seconds more than one.
 */
final class StagedFiles {

  /** Where a merged jar is kept for the next submission; set by {@code runners/run}. */
  private static final String FOLDER = System.getProperty("tallybeam.build");

  private static final String PREFIX = "staged-";

  private StagedFiles() {}

  /**
   * Puts one jar in place of jars and folders of classes, if there are several and a folder to keep
   * it in. Of a folder Beam would make a jar in the temporary folder, which it leaves there.
   */
  static void merge(FileStagingOptions options) {
    if (FOLDER != null) {
      merge(options, FOLDER);
    }
  }

  static void merge(FileStagingOptions options, String folder) {
    List<String> files = options.getFilesToStage();
    if (files == null) {
      return;
    }
    List<Path> jars = files.stream().filter(StagedFiles::isOfClasses).map(Path::of).toList();
    if (jars.size() < 2) {
      return;
    }
    List<String> merged = new ArrayList<>(files);
    merged.removeIf(StagedFiles::isOfClasses);
    try {
      merged.add(kept(jars, Path.of(folder)).toString());
    } catch (NoSuchFileException e) {
      throw new UserError("--filesToStage: there is no file " + e.getFile(), e);
    } catch (IOException e) {
      throw new UserError("cannot make the jar for the cluster in " + folder + ": " + e, e);
    }
    options.setFilesToStage(merged);
  }

  private static boolean isOfClasses(String file) {
    return file.endsWith(".jar") || Files.isDirectory(Path.of(file));
  }

  /** The merged jar of these files as they are now, made if it is not there; it replaces others. */
  static Path kept(List<Path> jars, Path folder) throws IOException {
    Path kept = folder.resolve(PREFIX + digest(jars) + ".jar");
    if (Files.exists(kept)) {
      return kept;
    }
    Path part = Files.createTempFile(folder, PREFIX, ".part");
    try {
      MergedJar.write(jars, part);
      deleteOthers(folder, kept, part);
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return kept;
  }

  /** Older jars, and what submissions left half done that were killed long ago. */
  private static void deleteOthers(Path folder, Path kept, Path part) throws IOException {
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, PREFIX + "*.{jar,part}")) {
      for (Path file : old) {
        // Another submission may have made the same meanwhile, and be about to read it.
        boolean done = !file.equals(kept) && !file.equals(part);
        if (done && (file.toString().endsWith(".jar") || isOlder(file, longAgo))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant than) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(than);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String digest(List<Path> jars) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path jar : jars) {
      files.addAll(Files.isDirectory(jar) ? MergedJar.filesIn(jar) : List.of(jar));
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path jar : files) {
        String state = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
        digest.update(state.getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
