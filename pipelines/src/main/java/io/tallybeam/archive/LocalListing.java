package io.tallybeam.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Walks where a local glob leads, and refuses what Beam leaves out of its matches without a word:
 * folders that cannot be listed, names that cannot be decoded, links to nothing. A run without such
 * files would replace windows by less than they were.
 */
final class LocalListing extends SimpleFileVisitor<Path> {

  /** As Beam tells schemes apart. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?!(?i:file):)[a-zA-Z][-a-zA-Z0-9+.]*:/.*", Pattern.DOTALL);

  /** What Java reads for bytes that are no character in the encoding of file names. */
  private static final char UNDECODABLE = '\uFFFD';

  /** At the root of a file system, for root alone. */
  private static final String LOST = "lost+found";

  private final String glob;
  private final Path start;
  private final int depth;
  private final PathMatcher files;

  /** By the count of names in a path, the folders that lie on the way. */
  private final List<PathMatcher> folders = new ArrayList<>();

  /** Whether folders lie on the way at every depth below those. */
  private final boolean deep;

  /**
   * Of a glob.
   *
   * @param glob an absolute path
   */
  LocalListing(String glob) {
    this.glob = glob;
    start = Path.of(glob.substring(0, Math.max(1, folderEnd(glob))));
    files = matcher(glob);
    String[] names = glob.split("/", -1);
    StringBuilder way = new StringBuilder();
    folders.add(root -> true);
    int i = 1;
    while (i < names.length - 1 && !crossesFolders(names[i])) {
      folders.add(matcher(way.append('/').append(names[i++]).toString()));
    }
    deep = i < names.length && crossesFolders(names[i]);
    depth = deep ? Integer.MAX_VALUE : names.length - 1 - start.getNameCount();
  }

  /**
   * Checks what {@code glob} leads to, if it is one of local files.
   *
   * @throws InputException if a file may be left out
   */
  static void check(String glob) throws IOException {
    if (ELSEWHERE.matcher(glob).matches()) {
      return;
    }
    File file = new File(glob.replaceFirst("^(?i:file):", "")).getAbsoluteFile();
    String path = file.getPath();
    boolean named = file.exists() || path.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0);
    if (!named && new File(path.substring(0, Math.max(1, folderEnd(path)))).isDirectory()) {
      LocalListing listing = new LocalListing(path);
      Files.walkFileTree(
          listing.start, Set.of(FileVisitOption.FOLLOW_LINKS), listing.depth, listing);
    }
  }

  /** Where the last folder ends in which Beam begins, to which braces are no wildcards. */
  private static int folderEnd(String glob) {
    int i = 0;
    while (i < glob.length() && "*?[".indexOf(glob.charAt(i)) < 0) {
      i++;
    }
    return glob.lastIndexOf('/', i);
  }

  /** Backslashes are themselves, as to Beam. */
  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("\\", "\\\\"));
  }

  /** Two stars, or braces around a slash. */
  private static boolean crossesFolders(String name) {
    long opened = name.chars().filter(c -> c == '{').count();
    return name.contains("**") || opened != name.chars().filter(c -> c == '}').count();
  }

  private boolean isOnTheWay(Path folder) {
    int names = folder.getNameCount();
    return names < folders.size() ? folders.get(names).matches(folder) : deep;
  }

  private boolean isWanted(Path file) {
    return files.matches(file) && !isHidden(file);
  }

  private boolean isHidden(Path path) {
    return HiddenNames.leaves(glob, path.toString());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (!isOnTheWay(folder)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (!folder.equals(start)) {
      requireDecoded(folder);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    boolean wanted = isWanted(file) && !attributes.isDirectory();
    if (wanted) {
      requireDecoded(file);
    }
    if (attributes.isSymbolicLink() && (wanted || (isOnTheWay(file) && !isHidden(file)))) {
      throw new InputException(
          file.toString(), "is a link to what cannot be found; mend or remove it");
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    // Beam follows a loop for as long as the system lets it, and gives its files again and again.
    boolean harmless = e instanceof NoSuchFileException || e instanceof FileSystemLoopException;
    if (e instanceof FileSystemLoopException && deep && isOnTheWay(file)) {
      throw new InputException(
          file.toString(), "is a link to a folder above it; use a glob without it");
    }
    boolean ownsNothing = isHidden(file) || file.endsWith(LOST);
    if (!harmless && !ownsNothing && (isWanted(file) || isOnTheWay(file))) {
      String reason =
          e instanceof AccessDeniedException ? "permission denied" : InputException.reason(e);
      throw new InputException(
          file.toString(), "cannot be listed: " + reason + "; allow it, or use a glob without it");
    }
    return FileVisitResult.CONTINUE;
  }

  private static void requireDecoded(Path path) {
    if (path.getFileName().toString().indexOf(UNDECODABLE) >= 0) {
      throw new InputException(
          path.toString(),
          "has a name that cannot be decoded; set LC_ALL to a locale of its encoding, such as"
              + " C.UTF-8, or rename it");
    }
  }
}
