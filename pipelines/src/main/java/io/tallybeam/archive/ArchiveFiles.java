package io.tallybeam.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Finds the files of an archive. */
public final class ArchiveFiles {
  private ArchiveFiles() {}

  /**
   * The files that match any of the globs, each once, sorted by path.
   *
   * <p>Each glob belongs to the file system of its scheme; without one it is a local path, where
   * {@code *} stays within a folder, and <code>dir/&#42;&#42;</code> means the files at every
   * depth. Files whose names begin with a dot or an underscore are left out where a wildcard
   * matches them.
   *
   * @throws InputException if a glob matches no file that is read or names a directory, if a local
   *     folder on its way cannot be listed, or if a file cannot be read or its first bytes are not
   *     what its extension says
   */
  public static ArchiveMatch match(List<String> globs) {
    if (globs.isEmpty()) {
      throw new InputException("input", "none is given; give a file or a glob, e.g. dir/*.ndjson");
    }
    Map<String, ArchiveFile> files = new TreeMap<>();
    Set<String> leftOut = new TreeSet<>();
    for (String glob : globs) {
      for (Metadata found : files(glob, leftOut)) {
        String path = found.resourceId().toString();
        files.putIfAbsent(path, ArchiveFile.of(path, found.sizeBytes()));
      }
    }
    // Another glob may name it.
    leftOut.removeAll(files.keySet());
    FileHeads.check(files.values());
    return new ArchiveMatch(List.copyOf(files.values()), List.copyOf(leftOut));
  }

  private static Collection<Metadata> files(String glob, Set<String> leftOut) {
    if (glob.isBlank()) {
      throw new InputException("input", "an empty name; give a file or a glob, e.g. dir/*.ndjson");
    }
    List<Metadata> found = expand(glob);
    List<Metadata> files = new ArrayList<>(found);
    files.removeIf(one -> one.resourceId().isDirectory());
    if (files.isEmpty()) {
      String base = glob.endsWith("/") ? glob : glob + "/";
      throw found.isEmpty()
          ? new InputException(glob, "no file matches; check the path, or quote the glob")
          : new InputException(glob, "is a directory; to read the files in it, use " + base + "*");
    }
    List<Metadata> read = new ArrayList<>();
    for (Metadata file : files) {
      String path = file.resourceId().toString();
      if (HiddenNames.leaves(glob, path)) {
        leftOut.add(path);
      } else {
        read.add(file);
      }
    }
    if (read.isEmpty()) {
      throw new InputException(
          glob,
          "matches only files whose names begin with . or _, which wildcards leave out; begin the"
              + " glob of their names with it");
    }
    return read;
  }

  private static List<Metadata> expand(String glob) {
    try {
      LocalListing.check(glob);
      MatchResult result = FileSystems.match(glob);
      return result.status() == MatchResult.Status.NOT_FOUND ? List.of() : result.metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new InputException(glob, "cannot be listed: " + InputException.reason(e), e);
    } catch (IllegalArgumentException e) {
      // An unknown scheme, or a glob that is not well-formed.
      throw new InputException(glob, "is no valid glob: " + InputException.reason(e), e);
    }
  }
}
