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

  /** Puts one jar in place of the jars, if there are several and a folder to keep it in. */
  static void merge(FileStagingOptions options) {
    List<String> files = options.getFilesToStage();
    if (FOLDER == null || files == null) {
      return;
    }
    List<Path> jars = files.stream().filter(file -> file.endsWith(".jar")).map(Path::of).toList();
    if (jars.size() < 2) {
      return;
    }
    List<String> merged = new ArrayList<>(files);
    merged.removeIf(file -> file.endsWith(".jar"));
    try {
      merged.add(kept(jars, Path.of(FOLDER)).toString());
    } catch (NoSuchFileException e) {
      throw new UserError("--filesToStage: there is no file " + e.getFile(), e);
    } catch (IOException e) {
      throw new UserError("cannot make the jar for the cluster in " + FOLDER + ": " + e, e);
    }
    options.setFilesToStage(merged);
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
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, PREFIX + "*.jar")) {
        for (Path jar : old) {
          // Another submission may have made the same meanwhile, and be about to read it.
          if (!jar.equals(kept)) {
            Files.deleteIfExists(jar);
          }
        }
      }
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return kept;
  }

  private static String digest(List<Path> jars) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path jar : jars) {
        String state = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
        digest.update(state.getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
